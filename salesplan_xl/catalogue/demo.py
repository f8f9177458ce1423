"""The words the demo book is made of: an industrial-equipment seller and its customers, in both languages.

Every company and every person here is invented.
"""

from __future__ import annotations

from salesplan_xl.schema.types import Label


def _labels(*pairs: tuple[str, str]) -> tuple[Label, ...]:
    return tuple(Label(zh, en) for zh, en in pairs)


# Company names: city + two-character brand + trade + legal form.
BRAND_FIRST = _labels(*(tuple(pair.split(":")) for pair in (
    "恒:heng 华:hua 瑞:rui 远:yuan 鑫:xin 宏:hong 泰:tai 创:chuang 科:ke 达:da 盛:sheng 金:jin 明:ming 正:zheng 光:guang "
    "博:bo 联:lian 东:dong 力:li 通:tong 嘉:jia 永:yong 伟:wei 德:de 凯:kai 万:wan 中:zhong 天:tian 诺:nuo 兴:xing 卓:zhuo "
    "飞:fei 航:hang 奥:ao 海:hai 江:jiang 振:zhen 顺:shun 富:fu 长:chang 国:guo 三:san 双:shuang 腾:teng 鹏:peng 越:yue 康:kang 安:an"
).split()))  # type: ignore[arg-type]
BRAND_SECOND = _labels(*(tuple(pair.split(":")) for pair in (
    "锐:rui 达:da 盛:sheng 源:yuan 拓:tuo 峰:feng 力:li 诚:cheng 信:xin 和:he 荣:rong 昌:chang 隆:long 通:tong 博:bo 特:te "
    "克:ke 思:si 图:tu 尔:er 航:hang 威:wei 润:run 邦:bang 杰:jie 辉:hui 翔:xiang 驰:chi 耀:yao 凌:ling 宇:yu 腾:teng 麦:mai "
    "伦:lun 迪:di 勒:le 森:sen 美:mei 亚:ya 卡:ka"
).split()))  # type: ignore[arg-type]
LEGAL_FORMS = _labels(("有限公司", " Co., Ltd."), ("股份有限公司", " Holding Co., Ltd."), ("集团有限公司", " Group Co., Ltd."))

# City and the parks in it, nearest to the salesperson first: a rep covers 4 cities, a team 16, the company all.
CITIES: tuple[tuple[Label, tuple[Label, ...]], ...] = tuple(
    (Label(zh, en), _labels(*parks))
    for zh, en, parks in (
        ("苏州", "Suzhou", (("苏州工业园区", "Suzhou Industrial Park"), ("苏州高新区", "Suzhou New District"))),
        ("无锡", "Wuxi", (("无锡新吴区", "Wuxi Xinwu"), ("无锡惠山区", "Wuxi Huishan"))),
        ("常州", "Changzhou", (("常州武进区", "Changzhou Wujin"), ("常州新北区", "Changzhou Xinbei"))),
        ("昆山", "Kunshan", (("昆山开发区", "Kunshan Development Zone"), ("昆山高新区", "Kunshan High-tech Zone"))),
        ("南通", "Nantong", (("南通开发区", "Nantong Development Zone"),)),
        ("上海", "Shanghai", (("上海嘉定区", "Shanghai Jiading"), ("上海松江区", "Shanghai Songjiang"))),
        ("宁波", "Ningbo", (("宁波北仑区", "Ningbo Beilun"), ("宁波慈溪", "Ningbo Cixi"))),
        ("杭州", "Hangzhou", (("杭州萧山区", "Hangzhou Xiaoshan"), ("杭州钱塘区", "Hangzhou Qiantang"))),
        ("嘉兴", "Jiaxing", (("嘉兴经开区", "Jiaxing Development Zone"),)),
        ("绍兴", "Shaoxing", (("绍兴柯桥区", "Shaoxing Keqiao"),)),
        ("湖州", "Huzhou", (("湖州长兴", "Huzhou Changxing"),)),
        ("台州", "Taizhou", (("台州路桥区", "Taizhou Luqiao"),)),
        ("扬州", "Yangzhou", (("扬州邗江区", "Yangzhou Hanjiang"),)),
        ("镇江", "Zhenjiang", (("镇江丹阳", "Zhenjiang Danyang"),)),
        ("合肥", "Hefei", (("合肥经开区", "Hefei Development Zone"), ("合肥高新区", "Hefei High-tech Zone"))),
        ("芜湖", "Wuhu", (("芜湖鸠江区", "Wuhu Jiujiang"),)),
        ("深圳", "Shenzhen", (("深圳宝安区", "Shenzhen Bao'an"), ("深圳龙岗区", "Shenzhen Longgang"))),
        ("东莞", "Dongguan", (("东莞长安镇", "Dongguan Chang'an"), ("东莞松山湖", "Dongguan Songshan Lake"))),
        ("广州", "Guangzhou", (("广州黄埔区", "Guangzhou Huangpu"),)),
        ("佛山", "Foshan", (("佛山顺德区", "Foshan Shunde"),)),
        ("青岛", "Qingdao", (("青岛西海岸", "Qingdao West Coast"), ("青岛城阳区", "Qingdao Chengyang"))),
        ("济南", "Jinan", (("济南高新区", "Jinan High-tech Zone"),)),
        ("烟台", "Yantai", (("烟台开发区", "Yantai Development Zone"),)),
        ("潍坊", "Weifang", (("潍坊高新区", "Weifang High-tech Zone"),)),
        ("武汉", "Wuhan", (("武汉经开区", "Wuhan Development Zone"), ("武汉东湖高新区", "Wuhan East Lake"))),
        ("襄阳", "Xiangyang", (("襄阳高新区", "Xiangyang High-tech Zone"),)),
        ("郑州", "Zhengzhou", (("郑州经开区", "Zhengzhou Development Zone"),)),
        ("洛阳", "Luoyang", (("洛阳涧西区", "Luoyang Jianxi"),)),
        ("成都", "Chengdu", (("成都龙泉驿区", "Chengdu Longquanyi"),)),
        ("重庆", "Chongqing", (("重庆两江新区", "Chongqing Liangjiang"),)),
        ("西安", "Xi'an", (("西安高新区", "Xi'an High-tech Zone"),)),
        ("天津", "Tianjin", (("天津滨海新区", "Tianjin Binhai"),)),
        ("大连", "Dalian", (("大连金普新区", "Dalian Jinpu"),)),
        ("沈阳", "Shenyang", (("沈阳铁西区", "Shenyang Tiexi"),)),
        ("长沙", "Changsha", (("长沙经开区", "Changsha Development Zone"),)),
        ("厦门", "Xiamen", (("厦门海沧区", "Xiamen Haicang"),)),
    )
)  # fmt: skip

INDUSTRIES: tuple[tuple[Label, tuple[Label, ...]], ...] = tuple(
    (Label(zh, en), _labels(*trades))
    for zh, en, trades in (
        ("汽车零部件", "Auto parts", (("汽车零部件", "Auto Parts"), ("汽车配件", "Automotive"), ("底盘系统", "Chassis Systems"))),
        ("新能源电池", "Batteries", (("新能源科技", "New Energy"), ("动力电池", "Power Battery"), ("储能科技", "Energy Storage"))),
        ("工程机械", "Construction machinery", (("工程机械", "Construction Machinery"), ("重工", "Heavy Industry"), ("液压机械", "Hydraulics"))),
        ("电子制造", "Electronics", (("电子", "Electronics"), ("精密电子", "Precision Electronics"), ("光电科技", "Optoelectronics"))),
        ("通用机械", "General machinery", (("机械制造", "Machinery"), ("精密机械", "Precision Machinery"), ("泵阀", "Pumps & Valves"))),
        ("模具", "Moulds", (("模具", "Mould"), ("精密模具", "Precision Mould"), ("模塑科技", "Moulding"))),
        ("食品包装", "Food and packaging", (("包装机械", "Packaging Machinery"), ("食品机械", "Food Machinery"), ("包装材料", "Packaging"))),
        ("轴承传动", "Bearings and drives", (("轴承", "Bearing"), ("传动科技", "Transmission"), ("齿轮", "Gear"))),
        ("金属加工", "Metal working", (("金属制品", "Metal Products"), ("特钢", "Special Steel"), ("五金制品", "Hardware"))),
        ("医疗器械", "Medical devices", (("医疗器械", "Medical Devices"), ("医疗科技", "Medical Technology"), ("康复器材", "Rehabilitation Equipment"))),
    )
)  # fmt: skip

SURNAMES = _labels(*(tuple(pair.split(":")) for pair in (
    "王:Wang 李:Li 张:Zhang 刘:Liu 陈:Chen 杨:Yang 赵:Zhao 黄:Huang 周:Zhou 吴:Wu 徐:Xu 孙:Sun 胡:Hu 朱:Zhu 高:Gao 林:Lin 何:He "
    "郭:Guo 马:Ma 罗:Luo 梁:Liang 宋:Song 郑:Zheng 谢:Xie 韩:Han 唐:Tang 冯:Feng 于:Yu 董:Dong 萧:Xiao"
).split()))  # type: ignore[arg-type]
GIVEN_NAMES = _labels(*(tuple(pair.split(":")) for pair in (
    "伟:Wei 芳:Fang 娜:Na 敏:Min 静:Jing 丽:Li 强:Qiang 磊:Lei 军:Jun 洋:Yang 勇:Yong 艳:Yan 杰:Jie 娟:Juan 涛:Tao 明:Ming 超:Chao "
    "霞:Xia 平:Ping 刚:Gang 建国:Jianguo 志强:Zhiqiang 海燕:Haiyan 晓东:Xiaodong 文博:Wenbo 雪梅:Xuemei 国华:Guohua 立新:Lixin "
    "思远:Siyuan 佳怡:Jiayi 宏伟:Hongwei 春生:Chunsheng 玉兰:Yulan 振华:Zhenhua 子涵:Zihan 德胜:Desheng 美玲:Meiling 永康:Yongkang "
    "少华:Shaohua 一鸣:Yiming"
).split()))  # type: ignore[arg-type]
NAME_JOINER = Label("", " ")

# Lines from large to small orders; the demo modules rely on this order.
LINES = _labels(("数控机床", "CNC machines"), ("自动化产线", "Automation lines"), ("工业机器人", "Industrial robots"), ("刀具耗材", "Cutting tools"), ("备件服务", "Spares and service"))  # fmt: skip
LIST_MARK = Label("、", "; ")

NEEDS = _labels(
    ("二期厂房明年投产,要加一条线", "Second plant opens next year and needs another line"),
    ("老机床精度不够,想换一批", "Old machines no longer hold tolerance"),
    ("招工难,想上机器人", "Cannot hire, wants robots"),
    ("刀具消耗大,想降成本", "Tool consumption is high, wants to cut cost"),
    ("备件到货慢,影响开机率", "Spares arrive late and machines stand still"),
    ("新产品打样,需要试切", "New part in sampling, needs a test cut"),
)  # fmt: skip
CARES = _labels(("价格和账期", "Price and terms"), ("交期", "Delivery date"), ("设备稳定性", "Reliability"), ("售后响应", "Service response"), ("投资回收期", "Payback"), ("操作简单", "Easy to operate"))  # fmt: skip
PROJECT_NOUNS = _labels(("新增", "expansion"), ("更新改造", "retrofit"), ("二期", "phase two"), ("年度框架", "frame contract"), ("试点", "pilot"), ("新厂", "new plant"), ("换代", "replacement"), ("扩产", "capacity increase"), ("配套", "add-on"), ("维保升级", "service upgrade"), ("样件验证", "sample trial"), ("集中采购", "joint purchase"))  # fmt: skip
PROJECT_PATTERN = Label("{line}{noun}项目", "{line} {noun}")
BOTTLENECKS = _labels(("没见到决策人", "Decision maker not met"), ("价格比对手高", "Dearer than the competitor"), ("技术方案没确认", "Technical solution not confirmed"), ("预算没批", "Budget not approved"), ("交期赶不上", "Delivery too late"))  # fmt: skip
NEXT_STEPS = _labels(("约生产负责人做技术交流", "Technical meeting with production"), ("提交方案和投资回收测算", "Submit proposal and payback"), ("安排参观样板工厂", "Visit to a reference plant"), ("做一次试切", "Run a test cut"), ("和总经理面谈", "Meet the managing director"), ("报价跟进,问清预算", "Follow up the quote, clarify the budget"), ("合同条款定稿", "Settle the contract"))  # fmt: skip
MILESTONES = _labels(("方案评审;商务谈判;签约", "Review; negotiation; signature"), ("试切;报价;签约", "Test cut; quote; signature"), ("立项;招标;签约", "Approval; tender; signature"))  # fmt: skip
LOSS_REASONS = _labels(("价格", "Price"), ("对手关系更深", "Competitor closer to the customer"), ("技术指标不满足", "Specification not met"), ("项目取消", "Project cancelled"))  # fmt: skip
# The single nodes of each text above.
MILESTONE_NAMES = {label: tuple(Label(zh, en) for zh, en in zip(label.zh.split(";"), label.en.split("; "), strict=True)) for label in MILESTONES}  # fmt: skip
MILESTONE_MARK = Label(";", "; ")
LEAD_STEPS = _labels(("打电话问清需求和预算", "Call and ask for need and budget"), ("上门看现场,定方案", "See the site and settle the solution"), ("跟进报价,问清什么时候定", "Follow up the quote and ask when they decide"))  # fmt: skip
TRIAL_PROJECT = Label("{line}首单", "{line} first order")
LEAD_LOSSES = _labels(("没有实际需求", "No real need"), ("预算太小", "Budget too small"), ("已有固定供应商", "Has a regular supplier"), ("联系不上决策人", "Decision maker out of reach"), ("要的产品我们不做", "Wants what we do not make"))  # fmt: skip
# Action, what counts as done, the bottleneck it serves, what it needs.
ACTIONS: tuple[tuple[Label, Label, Label, Label], ...] = (
    (Label("约生产副总看样板工厂", "Take the production head to the reference plant"), Label("副总到场并给出书面意见", "He came and gave a written opinion"), BOTTLENECKS[0], Label("电池壳体产线样板工厂", "Battery-case reference plant")),
    (Label("提交产线方案和投资回收表", "Submit line proposal and payback sheet"), Label("客户技术部签收方案", "The customer's engineers signed for it"), BOTTLENECKS[2], Label("何工(自动化方案)", "Ms He, automation")),
    (Label("五轴样机试切客户零件", "Cut the customer's part on the five-axis machine"), Label("试切件检测合格,有报告", "Part passed, report at hand"), BOTTLENECKS[2], Label("五轴加工中心样机", "Five-axis demo machine")),
    (Label("和财务对清逾期质保金", "Settle overdue retention money with finance"), Label("对账单盖章,写明付款日", "Stamped statement with a payment date"), BOTTLENECKS[3], Label("", "")),
    (Label("拜访新任采购负责人", "Visit the new head of purchasing"), Label("知道他的考核指标和供应商名单", "Know his goals and his list of suppliers"), BOTTLENECKS[0], Label("", "")),
    (Label("请老客户介绍两家同行", "Ask for two introductions"), Label("拿到两个姓名和电话", "Two names with telephone numbers"), BOTTLENECKS[0], Label("", "")),
    (Label("做一次备件库存诊断", "Check their stock of spares"), Label("诊断表发给设备部并约复谈", "List sent, second talk arranged"), BOTTLENECKS[1], Label("唐工(售后主管)", "Mr Tang, head of service")),
    (Label("谈年度框架价", "Agree the frame price for the year"), Label("框架协议签字", "Frame agreement signed"), BOTTLENECKS[1], Label("年度返点", "Annual rebate")),
)  # fmt: skip
VISIT_OUTCOMES = _labels(("了解明年扩产计划", "Learnt the expansion plan"), ("送样刀,等反馈", "Left sample tools, waiting for feedback"), ("催回款,答应月底付", "Chased payment, promised for month end"), ("聊了价格,没有具体需求", "Talked prices, no need at present"), ("演示方案,客户认可", "Presented the solution, well received"), ("处理报修,设备恢复", "Dealt with a repair, machine runs again"), ("节前问候", "Greetings before the holiday"), ("对账,没有问题", "Reconciled accounts, no issues"))  # fmt: skip

# kind, name, what it is good for, contact, months it is valid after the as-of date (0 = no limit).
RESOURCES: tuple[tuple[str, Label, Label, Label, int], ...] = (
    ("technical", Label("周工(应用工程师)", "Mr Zhou, application engineer"), Label("五轴编程、试切", "Five-axis programming, test cuts"), Label("分机 8012", "ext. 8012"), 0),
    ("technical", Label("何工(自动化方案)", "Ms He, automation"), Label("产线布局、节拍测算", "Line layout, cycle time"), Label("分机 8027", "ext. 8027"), 0),
    ("technical", Label("唐工(售后主管)", "Mr Tang, head of service"), Label("停机抢修、备件计划", "Emergency repair, spares planning"), Label("分机 8033", "ext. 8033"), 0),
    ("demo", Label("五轴加工中心样机", "Five-axis demo machine"), Label("可现场试切客户零件", "Cuts the customer's own part"), Label("演示中心", "Demo centre"), 0),
    ("demo", Label("电池壳体产线样板工厂", "Battery-case reference plant"), Label("可安排参观,节拍45秒", "Open to visits, 45 s cycle"), Label("提前一周预约", "Book a week ahead"), 0),
    ("demo", Label("机器人上下料单元", "Robot loading cell"), Label("两天可装好演示", "Set up in two days"), Label("演示中心", "Demo centre"), 0),
    ("policy", Label("年度返点", "Annual rebate"), Label("年采购满100万返2%", "2 % back from 1 million CNY a year"), Label("销售部", "Sales office"), 12),
    ("policy", Label("以旧换新", "Trade-in"), Label("旧机床最高抵8万", "Up to 80,000 CNY for an old machine"), Label("销售部", "Sales office"), 6),
)  # fmt: skip

SHARED_MACHINE = RESOURCES[3][1]

SALESPERSON = {"rep": Label("林晓东", "Lin Xiaodong"), "team": Label("华东销售团队", "East China team"), "company": Label("全公司", "Whole company")}  # fmt: skip

# Customers whose story is fixed; tests and documentation name them.
PLANTED: dict[str, Label] = {
    "project": Label("苏州博昊汽车零部件有限公司", "Suzhou Bohao Auto Parts Co., Ltd."),
    "habitual_payer": Label("无锡宏泰工程机械有限公司", "Wuxi Hongtai Construction Machinery Co., Ltd."),
    "single_point": Label("常州明照新能源科技有限公司", "Changzhou Mingzhao New Energy Co., Ltd."),
    "high_potential": Label("昆山安岚精密机械有限公司", "Kunshan Anlan Precision Machinery Co., Ltd."),
    "lost_a": Label("苏州金桥电子有限公司", "Suzhou Jinqiao Electronics Co., Ltd."),
    "alike": Label("无锡天工模具有限公司", "Wuxi Tiangong Mould Co., Ltd."),
    "alike_short": Label("无锡天工模具", "Wuxi Tiangong Mould"),
    "duplicate": Label("无锡天工模具有限公司", "Wuxi Tiangong Mould Co., Ltd."),
    "prospect_1": Label("南通海越造船装备有限公司", "Nantong Haiyue Shipbuilding Equipment Co., Ltd."),
    "prospect_2": Label("常州新澜医疗科技有限公司", "Changzhou Xinlan Medical Technology Co., Ltd."),
    "prospect_3": Label("苏州云帆储能科技有限公司", "Suzhou Yunfan Energy Storage Co., Ltd."),
    "prospect_4": Label("昆山锐成精密模具有限公司", "Kunshan Ruicheng Precision Mould Co., Ltd."),
}  # fmt: skip
# City and industry of the planted customers, as positions in CITIES and INDUSTRIES.
PLANTED_PLACE = {"project": (0, 0), "habitual_payer": (1, 2), "single_point": (2, 1), "high_potential": (3, 4), "lost_a": (0, 3), "alike": (1, 5)}
PROSPECTS = ("prospect_1", "prospect_2", "prospect_3")
SECOND_OWNER = Label("陈静", "Chen Jing")
GRANTED = Label("王总:技术总监陪访2次", "Mr Wang: two visits together with our technical director")
OWN_JUDGEMENT = Label("新任采购负责人三月前会重新比价", "The new head of purchasing will ask for new quotes by March")
BUSY_ACTION = Label("再请采购吃顿饭", "Another dinner with purchasing")
BUSY_ACCEPTANCE = Label("饭吃了", "Dinner took place")
EVERYBODY = Label("大家", "Everyone")
PLANTED_TEST_CUT = Label("五轴加工试切项目", "Five-axis test cut")
PLANTED_PROJECT = Label("新厂自动化产线项目", "New plant automation line")
PLANTED_LOST = Label("二期机器人项目", "Phase two robots")
PLANTED_LOSS = Label("采购换人,对手先见到了新负责人", "Buyer changed and the competitor met the successor first")
PLANTED_POTENTIAL = Label("产线配套机器人项目", "Robots for the line")
PLANTED_NO_STEP = Label("备用电源设备项目", "Back-up power equipment")
# Customers planted for the year end, by their stories; and what they buy.
SEASON_CUSTOMERS = {
    "lost": Label("宁波东海泵业有限公司", "Donghai Pumps"),
    "overdue": Label("绍兴越城轴承有限公司", "Yuecheng Bearings"),
    "ordered": Label("嘉兴南湖机电有限公司", "Nanhu Electric"),
    "vip": Label("杭州钱江重工有限公司", "Qianjiang Heavy Industry"),
    "less": Label("湖州太湖阀门有限公司", "Taihu Valves"),
    "once": Label("台州椒江模具有限公司", "Jiaojiang Moulds"),
    "close_project": Label("金华双龙汽配有限公司", "Shuanglong Auto Parts"),
    "key_project": Label("温州瓯江化工有限公司", "Oujiang Chemicals"),
}
SEASON_LINES = (Label("轴承", "Bearings"), Label("密封件", "Seals"))
SEASON_PROJECT = {
    "close": Label("二期产线", "Second line"),
    "key": Label("明年技改", "Refit of next year"),
    "unit": Label("套", "sets"),
}
# Projects decided in the year that ends: what they are called, why lost, how fought, what they taught.
YEAR_PROJECTS = {
    "framework": Label("年度框架协议", "Framework agreement"),
    "parts": Label("一期备件包", "First spare parts"),
    "inspection": Label("检测线", "Inspection line"),
    "compressor": Label("空压站改造", "Compressor refit"),
}
YEAR_LOSSES = {
    "inspection": Label("价格太贵", "price too high"),
    "compressor": Label("对手先见到新老板", "competitor met the new owner first"),
}
YEAR_HOW = Label(
    "两个月试切,第三次和使用部门一起算停机账,厂长当场拍板",
    "Two months of trial runs; at the third we worked out the cost of downtime with the users, and the plant manager decided",
)
YEAR_METHOD = Label(
    "先试用,再和使用部门一起算停机账", "Trial first, then work out the cost of downtime with the users"
)
YEAR_ANSWERS = {
    "customer": Label("客户买的是少停机,不是轴承", "Customers buy fewer stoppages, not bearings"),
    "strength": Label("敢做试用,技术说得清", "Trials, and engineers who explain well"),
    "weakness": Label("见不到决策的人就报价", "Quoting before meeting those who decide"),
}
YEAR_GOAL = Label("Q1拿下双龙汽配二期产线的配套", "Q1: win the equipment of Shuanglong's second line")
YEAR_STEP = Label("1月15日前请厂长看样板工厂", "Plant manager visits the model plant by 15 January")
YEAR_LEARNING = Label("跟吴总监拜访三次高层,读《解决方案销售》", "Three visits to owners with the sales director; a book on solution selling")
YEAR_REQUESTS = (
    (Label("样机一台,试用两个月", "One demo machine for two months"), ("key_project", "close_project"), 6.0, 0.15),
    (Label("技术总监陪访两次", "Two visits with the technical director"), ("close_project",), 1.0, None),
)
