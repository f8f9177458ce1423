"""The built-in scripts of the year end, in both languages; braces are filled for each customer.

A sentence whose field is empty is left out, so each says one thing.
"""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    # Names of the fields, as they stand in braces.
    "script.field.customer": Entry("客户", "customer"),
    "script.field.contact": Entry("联系人", "contact"),
    "script.field.product": Entry("产品", "product"),
    "script.field.last_date": Entry("上次日期", "last date"),
    "script.field.last_amount": Entry("上次金额", "last amount"),
    "script.field.quantity": Entry("数量", "quantity"),
    "script.field.expected": Entry("预计日期", "expected date"),
    "script.field.salesperson": Entry("业务员", "salesperson"),
    "script.date": Entry("{month:count}月{day:count}日", "{month:count}/{day:count}"),
    "script.money": Entry("{amount:money}{unit}", "{amount:money} {unit}"),
    "script.promo.text": Entry(
        "{{联系人}},您好!上次{{上次日期}}的{{产品}}用得还顺利吗?年底我们对老客户有一次促销,本月内下单可以享受。您这边大约还要{{数量}},我给您按这个量留出来。方便的话我今天把报价发您。{{业务员}}",
        "Dear {{contact}}, how is the {{product}} of {{last date}} doing? For our regular customers there is a year-end offer on orders placed this month. By your usual demand that would be {{quantity}}, which I can set aside for you. Shall I send the quotation today? {{salesperson}}"),
    "script.schedule.text": Entry(
        "{{联系人}},您好!年底工厂排产很紧,春节前的窗口只剩几个。按您平时的节奏,{{预计日期}}前后要用{{产品}}。现在定下来我能锁住排产,过了这周就要排到节后。您看先锁多少?{{业务员}}",
        "Dear {{contact}}, our production is filling up and few slots are left before the holidays. By your usual rhythm you will need {{product}} around {{expected date}}. If you confirm now I can reserve a slot; after this week it will be next year. How much shall I reserve? {{salesperson}}"),
    "script.wake.text": Entry(
        "{{联系人}},您好!好久没联系,上次给您供货是{{上次日期}}。这一年我们在产品和交期上都有改进。现在{{产品}}有现货,可以先寄样。需要的话回我一句就行。{{业务员}}",
        "Dear {{contact}}, it has been a while: our last delivery to you was on {{last date}}. We have improved products and delivery since. We have {{product}} in stock and can send a sample. A short answer is enough. {{salesperson}}"),
    "script.call.text": Entry(
        "先打电话,不群发。{{联系人}},您好!{{上次日期}}之后没有再接到您的订单,我想听听原因。是价格、质量、交期,还是换了人、换了供应商?我们哪里做得不好,您直说,我去解决。",
        "Phone first, no mass mail. Dear {{contact}}, since {{last date}} we have had no order from you and I would like to know why. Was it price, quality, delivery, a new person or another supplier? Tell me plainly what went wrong and I will see to it."),
    "script.wake_price.text": Entry(
        "{{联系人}},您好!上次您提到价格。我重新核了{{产品}}的配置和批量,有两个办法能把总成本降下来。方便的话我发两个方案给您比一比。{{业务员}}",
        "Dear {{contact}}, you spoke of the price. I went through specification and batch size of {{product}} again and there are two ways to lower your total cost. May I send you both to compare? {{salesperson}}"),
    "script.wake_quality.text": Entry(
        "{{联系人}},您好!上次的质量问题我们查到了原因,工艺已经改了。我可以把整改说明和检测报告发给您。想先寄{{产品}}的样品,您用了再说。{{业务员}}",
        "Dear {{contact}}, we found the cause of the quality problem and changed the process. I can send you the report and the test results. I would like to send a sample of {{product}} for you to try first. {{salesperson}}"),
    "script.wake_delivery.text": Entry(
        "{{联系人}},您好!上次交期耽误了您,我们加了产能,现在能把交期写进合同。{{产品}}也可以给您备一批库存。您看要不要先试一单?{{业务员}}",
        "Dear {{contact}}, we let you down on delivery; we have added capacity and now put the date into the contract. We can also keep {{product}} in stock for you. Would you try one order? {{salesperson}}"),
    "script.wake_contact.text": Entry(
        "您好!我是一直给{{客户}}供货的{{业务员}}。之前的联系人换了岗位,以后由我直接对接您。上次供货是{{上次日期}}。想约十分钟,把以前的规格和价格跟您交接清楚。",
        "Hello, I am {{salesperson}}, who has been supplying {{customer}}. Your colleague has moved on and I would like to be in touch with you directly. Our last delivery was on {{last date}}. Could we take ten minutes to hand over specifications and prices?"),
    "script.close.text": Entry(
        "{{联系人}},您好!项目到了定下来的时候。年内签约可以按现在的价格和排产执行,过了年要重新核价。您这边还差哪一步、谁拍板?我当天就把材料备齐。{{业务员}}",
        "Dear {{contact}}, the project is ready to be decided. Signed this year it runs at today's price and schedule; next year it must be quoted again. Which step is missing on your side, and who decides? I will prepare all papers the same day. {{salesperson}}"),
    "script.reorder_plan.text": Entry(
        "{{联系人}},您好!感谢这一年的支持。按您过去的用量,明年预计要{{数量}}。下一次大约在{{预计日期}}前后。想提前和您对一下明年的计划,我好备料排产,也给您争取条件。{{业务员}}",
        "Dear {{contact}}, thank you for this year. By your past demand you will need about {{quantity}} next year. The next order would come around {{expected date}}. I would like to go through next year's plan with you, so that we can prepare material and terms. {{salesperson}}"),
    "script.framework.text": Entry(
        "{{联系人}},您好!您是我们的重点客户,想和您谈明年的框架协议:定量、定价、定交期,您随用随提。按现在的用量明年约{{数量}}。我先发一份草稿给您看。{{业务员}}",
        "Dear {{contact}}, you are one of our key customers and I would like to discuss a framework agreement for next year: quantity, price and delivery fixed, called off as you need. By today's demand it would be about {{quantity}}. I will send you a draft. {{salesperson}}"),
    "script.thanks.text": Entry(
        "{{联系人}},您好!感谢{{客户}}这一年的信任。附上一封感谢信,也把我们今年的进步向您汇报。明年有什么计划,随时找我。{{业务员}}",
        "Dear {{contact}}, thank you for the trust of {{customer}} this year. Please find our letter with what we have achieved. Whatever you plan for next year, let me know. {{salesperson}}"),
    "script.survey.text": Entry(
        "{{联系人}},您好!{{上次日期}}的{{产品}}用得怎么样?附上一页八个问题,两分钟就能填完,您的意见我们会逐条改。{{业务员}}",
        "Dear {{contact}}, how did the {{product}} of {{last date}} work out? Enclosed is a page of eight questions that takes two minutes; we act on every answer. {{salesperson}}"),
}  # fmt: skip
