"""The texts of the letters, in both languages; a sentence whose field is empty is left out."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "letter.thanks.title": Entry("年终感谢信", "Thank you"),
    "letter.thanks.name": Entry("感谢信", "Thank-you"),
    "letter.framework.title": Entry("{year}年度框架协议(草稿)", "Framework agreement {year} (draft)"),
    "letter.framework.name": Entry("框架协议", "Framework"),
    "letter.field.first_year": Entry("首单年份", "first year"),
    "letter.field.orders": Entry("今年单数", "orders this year"),
    "letter.field.money": Entry("今年金额", "money this year"),
    "letter.field.lines": Entry("产品线", "lines"),
    "letter.field.plan_year": Entry("规划年", "plan year"),
    "letter.field.next_amount": Entry("明年金额", "amount next year"),
    "letter.field.today": Entry("今天", "today"),
    "letter.field.progress": Entry("进步", "progress"),
    "letter.thanks.body": Entry(
        "尊敬的{{联系人}}:\n{{客户}}从{{首单年份}}年开始和我们合作,感谢您一直以来的信任。今年您给了我们{{今年单数}}次订单,共{{今年金额}}。主要是{{产品线}}。\n{{进步引言}}\n{{进步}}\n新的一年,我们想早一点把您的计划排进来:什么时候要、要多少、有什么要改进的,都请告诉我们。祝您和{{客户}}新年顺利!\n{{业务员}}\n{{今天}}",
        "Dear {{contact}},\n{{customer}} has been with us since {{first year}}, and we thank you for your trust. This year you placed {{orders this year}} orders with us, {{money this year}} in all. They were for {{lines}}.\n{{progress intro}}\n{{progress}}\nWe would like to plan for you early next year: when you need what, how much, and what we should do better, please let us know. We wish you and {{customer}} a good new year.\n{{salesperson}}\n{{today}}"),
    "letter.field.progress_intro": Entry("进步引言", "progress intro"),
    "letter.progress_intro": Entry("我们在您合作以来有这些进步,明年可以为您做得更多:", "Since you first ordered we have made progress, and can do more for you next year:"),
    "letter.progress": Entry("· {what}:{figure}", "· {what}: {figure}"),
    "letter.progress_plain": Entry("· {what}", "· {what}"),
    "letter.framework.body": Entry(
        "甲方(需方):{{客户}}\n乙方(供方):____________\n双方就{{规划年}}年供货约定如下:\n一、按以往用量,{{规划年}}年预计采购如下,实际以订单为准。\n{{table}}\n二、价格:按附件价格表执行,有效期内不变;原材料波动超过____%时双方协商。\n三、交期:常规产品下单后____天内交货;乙方为甲方备____天用量的库存。\n四、付款:____________。\n五、质量与售后:____________。\n六、达到约定数量的,按返佣办法结算。\n本协议为草稿,双方签字盖章后生效。\n甲方签字:____________    日期:________\n乙方签字:____________    日期:________",
        "Buyer: {{customer}}\nSupplier: ____________\nThe parties agree on supplies in {{plan year}} as follows.\n1. By past demand the purchases of {{plan year}} are expected to be as below; orders decide.\n{{table}}\n2. Prices: as in the price list enclosed, fixed for the term; if raw materials move by more than ____ % both sides talk.\n3. Delivery: standard products within ____ days of the order; the supplier keeps stock for ____ days.\n4. Payment: ____________.\n5. Quality and service: ____________.\n6. Rebates are settled once the agreed quantity is reached.\nThis is a draft; it takes effect when both sides have signed.\nBuyer: ____________    Date: ________\nSupplier: ____________    Date: ________"),
    "letter.column.line": Entry("产品线", "Product line"),
    "letter.column.product": Entry("产品/型号", "Product"),
    "letter.column.quantity": Entry("预计数量", "Quantity"),
    "letter.column.amount": Entry("预计金额", "Amount"),
    "letter.column.price": Entry("单价", "Price"),
    "letter.made": Entry("已写好{count:count}份,在“{folder}”;检查后再自己发,系统不会发。", "{count:count} letters are in '{folder}'; read them and send them yourself, nothing is sent."),
    "letter.none": Entry("部署名单上没有合适的客户,一份也没写。先点“复盘与冲刺”看名单,或用 --customer 指定客户。", "Nobody on the deployment list fits, so none was written. See the list of 'Review and sprint', or name one with --customer."),
}  # fmt: skip
