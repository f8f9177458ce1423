"""Words that readers of files understand, and what the import says."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

# What people type where a figure is missing.
BLANK_MARKS = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "\\", "无", "空", "n/a", "na", "nil", "null", "none", "nan", "nat"})
CURRENCY_MARKS = ("¥", "rmb", "cny", "人民币", "￥")
# How many 元 one of the written unit is.
MONEY_WORDS = {"元整": 1.0, "元": 1.0, "块": 1.0, "千元": 1e3, "千": 1e3, "万元": 1e4, "万": 1e4, "w": 1e4, "百万": 1e6, "百万元": 1e6, "千万": 1e7, "千万元": 1e7, "亿元": 1e8, "亿": 1e8}
YEAR_MARK, MONTH_MARK, DAY_MARKS = "年", "月", "日号"
WEEKDAY_MARK = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)"
MOMENT_MARK = r"(?:上午|下午|中午|晚上|am|pm)?"
# The beginnings of month names, the longer ones first where one begins another.
MONTH_WORDS = {"juin": 6, "juil": 7, "janv": 1, "jan": 1, "ene": 1, "jän": 1, "feb": 2, "fev": 2, "fév": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "avr": 4, "abr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "ago": 8, "aoû": 8, "aou": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "out": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12, "déc": 12}
# The numerals from nought, which is written in two ways.
CHINESE_DIGITS = "〇一二三四五六七八九零"
CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
# What may stand behind a day: a weekday, a time of day, a zone.
DAY_TAIL = r"(?:[,\s]*(?:星期|周)[一二三四五六日天]|[,\s]*\((?:星期|周)[一二三四五六日天]\))?(?:[t,\s]*(?:上午|下午|中午|晚上|凌晨|早上|at|um|à)?\s*\d{1,2}[:h时点]\d{2}(?:[:分]\d{2}(?:[.,]\d+)?秒?)?\s*(?:[ap]\.?m\.?|uhr)?(?:\s*(?:z|utc|gmt))?(?:\s*[+-]\d{2}:?\d{2})?(?:\s*\([a-z ]+\))?)?"
DAY_HEAD = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|seg|ter|qua|qui|sex)[a-zéáç-]*\.?,?\s+|(?:星期|周)[一二三四五六日天]\s*)?"
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


# Units found in headers and titles, as 元; brackets and the words before them are cut off first.
UNIT_WORDS = {**MONEY_WORDS, "人民币元": 1.0, "人民币": 1.0, "cny": 1.0, "rmb": 1.0, "yuan": 1.0, "¥": 1.0, "rmbyuan": 1.0, "kcny": 1e3, "10kcny": 1e4, "10krmb": 1e4, "wan": 1e4, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "k$": 1e3, "$k": 1e3, "kusd": 1e3, "keur": 1e3, "teur": 1e3, "tsd": 1e3, "tsd.": 1e3, "in thousands": 1e3, "inthousands": 1e3, "inmillions": 1e6, "inmio": 1e6, "mio": 1e6, "m€": 1e6, "k€": 1e3, "thousandcny": 1e3, "millioncny": 1e6, "usd": 1.0, "eur": 1.0, "$": 1.0, "€": 1.0, "£": 1.0, "gbp": 1.0, "jpy": 1.0, "hkd": 1.0, "美元": 1.0, "欧元": 1.0, "港元": 1.0, "港币": 1.0, "日元": 1.0, "英镑": 1.0, "万美元": 1e4, "千美元": 1e3, "百万美元": 1e6, "000": 1e3, "000s": 1e3, "cny000": 1e3, "rmb000": 1e3, "usd000": 1e3, "eur000": 1e3, "万人民币": 1e4, "人民币万元": 1e4, "人民币千元": 1e3}
UNIT_TITLE = r"(?:单位(?:均?为|是)?|unit|currency|einheit|unité|unidad|amounts? in|figures in|values in)\s*[::]?\s*(?:人民币|rmb)?\s*[::]?\s*([0-9a-z¥€$]+(?: cny| rmb| usd| eur)?|[百千万亿]*美?元|[万亿])"
# Other words of titles for a unit: «以万元计», «in thousands of CNY».
UNIT_PHRASE = r"(?:以|按)\s*([百千万亿]*元|[万亿])\s*(?:计|为单位)|\bin (thousand|million)s?\b"
CURRENCY_TITLE = r"(?:currency|币种|币别|货币|währung|devise|moneda|moeda)\s*[::]\s*([^\s,;:()]+)|单位(?:均?为|是)?\s*[::]?\s*([百千万亿]*[美欧港日]元|美金|英镑)|\bin (usd|eur|gbp|hkd|jpy|cny|rmb|us\$|euros?|dollars)\b"
UNIT_TAIL = r"[\s:/_-]*((?<![美欧港日公单])[百千万亿]*元|(?<=[\s:/_-])[百千]?[万亿]|(?<=[额入绩款])[万亿]|(?<=[\s:/_-])(?:cny|rmb|yuan|usd|eur))\s*$"
# Currencies by the words and marks that name them; a yen mark is read in the book's own currency.
CURRENCY_NAMES = {"cny": "CNY", "rmb": "CNY", "人民币": "CNY", "人民币元": "CNY", "yuan": "CNY", "￥": "¥", "¥": "¥", "usd": "USD", "us$": "USD", "$": "USD", "美元": "USD", "美金": "USD", "dollar": "USD", "dollars": "USD", "万美元": "USD", "千美元": "USD", "kusd": "USD", "k$": "USD", "eur": "EUR", "€": "EUR", "欧元": "EUR", "euro": "EUR", "euros": "EUR", "keur": "EUR", "teur": "EUR", "k€": "EUR", "hkd": "HKD", "hk$": "HKD", "港元": "HKD", "港币": "HKD", "jpy": "JPY", "日元": "JPY", "日圆": "JPY", "円": "JPY", "gbp": "GBP", "£": "GBP", "英镑": "GBP", "twd": "TWD", "nt$": "TWD", "ntd": "TWD", "新台币": "TWD", "台币": "TWD", "sgd": "SGD", "s$": "SGD", "aud": "AUD", "a$": "AUD", "cad": "CAD", "c$": "CAD", "chf": "CHF", "krw": "KRW", "₩": "KRW", "韩元": "KRW", "inr": "INR", "₹": "INR", "rub": "RUB", "₽": "RUB", "brl": "BRL", "r$": "BRL", "mxn": "MXN", "thb": "THB", "myr": "MYR", "vnd": "VND", "aed": "AED", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN"}
# Words of headers for tax, and for the book-keeping currency.
WITHOUT_TAX = r"不含税|未税|无税|除税|税前|excl(?:uding|usive|\.)?(?:\s*of)?\s*(?:tax|vat|gst)|ex\.?\s*(?:tax|vat|gst)|without (?:tax|vat)|before (?:tax|vat)|net of (?:tax|vat)|untaxed|tax excluded|\bhors taxes?\b|\bht\b|sans tva|ohne (?:mwst|ust)|exkl\.?\s*(?:mwst|ust)|\bnetto(?=betrag|umsatz|wert|summe|\b)|\bnet$|\bnetto$|\bnet\b(?= (?:amount|value|sales|total|price|revenue))|sin (?:iva|impuestos)|sem (?:iva|impostos?)|(?<=importe )neto|(?<=montant )net\b"
WITH_TAX = r"(?<!不)含税|价税(?=合计)|incl(?:uding|usive|\.)?(?:\s*of)?\s*(?:tax|vat|gst)|inc\.?\s*(?:tax|vat|gst)|with (?:tax|vat)|after tax|tax included|\bttc\b|tva incluse|inkl\.?\s*(?:mwst|ust)|mit (?:mwst|ust)|\bbrutto(?=betrag|umsatz|wert|summe|\b)|\bgross$|\bbrutto$|\bgross\b(?= (?:amount|value|sales|total|price|revenue))|con (?:iva|impuestos)|com (?:iva|impostos?)"
OWN_CURRENCY = r"本位币|本币|原币(?=\S)|(?:company|base|local|reporting) currency|\bconverted\b|\blcy\b|local curr\.?"
MONEY_HEADER = r"价|款|额|钱|amount|value|price|revenue|sales|sum|total|betrag|umsatz|montant|importe|valor"
# Letters of headers that say nothing once marks are gone.
DOCUMENT_AMOUNT = "订单总|单据总|合同总|整单|发票总|order total|invoice total|grand total|document total|total order|total invoice"
TAX_AMOUNT = r"^(?:税额|税金|增值税|增值税额)|\b(?:tax|taxes|tax amount|total tax|vat|gst|mwst|ust|tva|iva)\b"
FREIGHT_AMOUNT = r"运费|邮费|shipping|freight|delivery|porto|versand"
NET_OF_RETURNS = "净|net sales|net revenue"
HEADER_NOISE = r"percent$"
BRACKETS = r"[(\[【<〔](.*?)[)\]】>〕]"

# Traditional characters of headers and names, and their simplified forms in the same order.
TRADITIONAL = (
    "業丟產億倉價優會關內衝決況準減創別務動區單發臺號後員響園塊備復複實審對導屬崗幣庫應開強態總戶護報據數無時暫術機來標樣檔檢沒潛點碼確礙稱稅簽類紅約級紀線紹經結絡績維編網職聯藝節見覽觸計訂認記設訪證說談負財責敗賬帳貨質購資贊"
    "贏轉輸過進遲採銷鍵長門問間階際項預額驗餘於製裡裏頁電貿東廠車華漢豐龍寶鳳廣慶雲鐵鋼銀鋁銅錫銳鋒飾飲馬鴻鵬齊寧蘇涇濟濱灣澤陳張劉趙楊黃吳孫鄭馮許韓鄧蕭葉蒼蘭榮藥萊聖爾歸匯湧熱環現畫療監盤礦種積穩紡紙纖織繡纜緣羅義樂習書買亞"
    "眾偉傳體兒興養農凱勞勵壓縣雙變圍國圖圓場堅壘壯聲處頭奧學賓塵層島峽嶸師帶幫莊廬異彈錄彥徑恆懇驚戰揚擴擁擬擇揮損換攝敵齋斷舊顯晉曉暉雜權條極構楓櫃樹橋夢樓歡歐畢氣溝滬潔測濃潤塗濤淵漁溫濕滿濾燈靈爐煙愛牽獨獻瑪暢鹽蓋磚礎碩禮"
    "離築簡糧緊純組細終給絕統繼續綠縫聰肅勝腦騰艦艙範薦營藍慮補裝觀規視試誠語誤請諾調謝貝賢貴費賀賽軒輪軟軸載較輝達邁運遠連選郵鄰鬱鐘鑽銘鏈鍋錦鎮鏡閃聞閥陽陰陸險隨難霧靜韻頂順須顧穎題飛飯館馳驅魯鮮雞麥"
)
SIMPLIFIED = (
    "业丢产亿仓价优会关内冲决况准减创别务动区单发台号后员响园块备复复实审对导属岗币库应开强态总户护报据数无时暂术机来标样档检没潜点码确碍称税签类红约级纪线绍经结络绩维编网职联艺节见览触计订认记设访证说谈负财责败账账货质购资赞"
    "赢转输过进迟采销键长门问间阶际项预额验余于制里里页电贸东厂车华汉丰龙宝凤广庆云铁钢银铝铜锡锐锋饰饮马鸿鹏齐宁苏泾济滨湾泽陈张刘赵杨黄吴孙郑冯许韩邓萧叶苍兰荣药莱圣尔归汇涌热环现画疗监盘矿种积稳纺纸纤织绣缆缘罗义乐习书买亚"
    "众伟传体儿兴养农凯劳励压县双变围国图圆场坚垒壮声处头奥学宾尘层岛峡嵘师带帮庄庐异弹录彦径恒恳惊战扬扩拥拟择挥损换摄敌斋断旧显晋晓晖杂权条极构枫柜树桥梦楼欢欧毕气沟沪洁测浓润涂涛渊渔温湿满滤灯灵炉烟爱牵独献玛畅盐盖砖础硕礼"
    "离筑简粮紧纯组细终给绝统继续绿缝聪肃胜脑腾舰舱范荐营蓝虑补装观规视试诚语误请诺调谢贝贤贵费贺赛轩轮软轴载较辉达迈运远连选邮邻郁钟钻铭链锅锦镇镜闪闻阀阳阴陆险随难雾静韵顶顺须顾颖题飞饭馆驰驱鲁鲜鸡麦"
)
# Characters that names of companies, people and places and the words of business are made of.
COMMON = (
    "公司有限责任股份集团科技电子机械工业设备实贸易商行材料化制造精密自动智能控系统程建筑装饰环保源新光力仪器表阀门泵轴承齿轮模具五金塑胶橡包印刷纸纺织服食品饮医疗药生物农牧渔林矿钢铁铝铜属汽车配件船舶航空路轨道交通流运输供应"
    "链信息网络软数据术开发研究所院中心学校大银证券险投资管理咨询务北京上海天津重庆河南湖山东西广江苏浙安徽福四川贵云陕甘青宁夏内蒙古疆黑龙吉辽沈阳长春哈尔滨济岛州杭波温嘉兴绍台衢义乌无锡常昆扬镇泰徐盐连港合肥芜马鞍武汉宜昌襄"
    "沙株洲岳深圳珠佛莞惠厦泉漳成都绵明宝咸华国亚太平洋世界际第一二三六七八九十分店厂部市区县省街号王李张刘陈杨赵黄周吴孙朱胡郭何高梁郑罗宋谢唐韩曹许邓萧冯曾蔡彭潘袁于董余叶吕魏蒋田杜丁姜范傅钟卢汪戴崔陆廖姚方邱谭韦贾邹石熊孟"
    "秦阎薛侯雷白段郝孔邵史毛万顾赖康贺严尹钱施牛洪龚伟芳娜敏静丽强磊军勇艳杰娟涛超秀霞刚桂英文丰恒远达顺利诚德盛隆瑞祥宏鑫鼎汇博思创联立优美佳盈用正众和恩威特凯迪奥斯克诺雅客户订单日期额产销售采购同票收付款退货标准项目名称编"
    "注类型阶负人拜访的结果来域"
)
# What Asian company names end or begin with, in the scripts in which files are written.
COMPANY_WORDS = ("公司", "集团", "集團", "株式会社", "有限会社", "주식회사", "(주)")

SENTENCES: dict[str, Entry] = {
    "import.unit": Entry("{unit:MONEY_UNITS}", "{unit:MONEY_UNITS}"),
    "import.unit_ten_million": Entry("千万", "10 million"),
    "import.unit_yi": Entry("亿", "100 million"),
    "import.reason_empty": Entry("文件是空的", "it is empty"),
    "import.reason_folder": Entry("这是一个文件夹", "it is a folder"),
    "import.reason_binary": Entry("内容不是文字表格", "its content is not a text table"),
    "import.reason_encoding": Entry("看不出文字编码,请用 --encoding 指明(例如 --encoding big5)", "its encoding cannot be told; state it with --encoding (for example --encoding big5)"),
    "import.reason_unclear": Entry("文字编码不明确,像是{encoding}但不能确定,请用 --encoding {encoding} 指明", "its encoding is unclear; it may be {encoding}: if so, state it with --encoding {encoding}"),
    "import.reason_line": Entry("第{line}行的文字不是{encoding}编码", "the text of line {line} is not {encoding}"),
    "import.reason_mixed": Entry("一个文件里混有两种文字编码:从第{line}行起有{encoding}编码的文字,其余不是", "it mixes two encodings: line {line} is {encoding}, other lines are not"),
    "import.reason_cut": Entry("第{line}行(末行)不完整,文件可能没有传完或没有导出完", "line {line}, the last, is incomplete; the file may have been cut off"),
    "import.reason_lost": Entry("第{line}行有已经丢失的字(�),导出时编码不对", "line {line} holds characters that were lost (�) when it was exported"),
    "import.reason_zeros": Entry("第{line}行有一大段空字节,文件已损坏", "line {line} holds a stretch of zero bytes; the file is damaged"),
    "import.reason_open_quote": Entry("第{line}行开始的引号没有配对,把后面的行都吞进了一个单元格", "a quote opened in line {line} is not closed where it should be and swallows the lines after it"),
    "import.reason_quote": Entry("第{line}行的单元格中间有引号,分不清单元格到哪里为止", "line {line} has a quote in the middle of a quoted cell, so it cannot be told where the cell ends"),
    "import.reason_long": Entry("第{line}行有{count:count}格,表头只有{usual:count}格,可能是内容里的分隔符没有加引号", "line {line} has {count:count} cells where there should be {usual:count}; a separator inside a text may lack its quotes"),
    "import.reason_short": Entry("第{line}行只有{count:count}格,应有{usual:count}格,可能是被换行或截断了", "line {line} has {count:count} cells where there should be {usual:count}; it may be broken in two or cut off"),
    "import.reason_size": Entry("超过{limit:count} MB", "it is larger than {limit:count} MB"),
    "import.reason_disk": Entry("无法打开,可能被别的程序占用或没有权限", "it cannot be opened; another program may hold it, or you may not read it"),
    "import.pasted": Entry("粘贴的单元格", "pasted cells"),
    "import.came": Entry("", ""),
    "import.came_sum": Entry(",合计{sum:money}", ", sum {sum:money}"),
    "import.came_days": Entry(",{first:date}至{last:date}", ", {first:date} to {last:date}"),
    "import.came_sum_days": Entry(",合计{sum:money},{first:date}至{last:date}", ", sum {sum:money}, {first:date} to {last:date}"),
    "ask.refused": Entry("{why}", "{why}"),
    "ask.column": Entry("《{file}》里看不出哪一列是“{column}”。看到的表头:{headers}。请用 --map {column}=表头 指明", "'{file}': no column is clearly '{column}'. Headers seen: {headers}. Say which with --map {key}=HEADER"),
    "ask.contested": Entry("《{file}》有几列都可能是“{column}”:{headers}。请用 --map {column}=表头 指明要哪一列", "'{file}': several columns may be '{column}': {headers}. Say which with --map {key}=HEADER"),
    "ask.sheets": Entry("《{file}》有几种表头不同的工作表:{sheets}。请用 --sheet 工作表名 指明要导入的(可写几次)", "'{file}' has sheets with different headers: {sheets}. Say which to import with --sheet NAME (may be repeated)"),
    "ask.dates": Entry("《{file}》“{header}”的日期是日在前还是月在前看不出来,例如 {samples}。请用 --dates dmy(日/月/年)或 --dates mdy(月/日/年)指明", "'{file}', '{header}': it cannot be told whether the dates are day first or month first, such as {samples}. Say it with --dates dmy (day/month/year) or --dates mdy (month/day/year)"),
    "ask.dates_mixed": Entry("《{file}》“{header}”里有的日期只能是日/月/年,有的只能是月/日/年:{samples}。请改正后再导入,或用 --dates dmy、--dates mdy 指明", "'{file}', '{header}' mixes day/month/year and month/day/year: {samples}. Correct them, or say the order with --dates dmy or --dates mdy"),
    "ask.year": Entry("《{file}》没有写年份:{headers} 是哪一年?请用 --year 2026 指明", "'{file}' names no year: which year are {headers}? Say it with --year 2026"),
    "ask.decimal": Entry("《{file}》里像 {samples} 这样的数看不出是千分位还是小数。请用 --decimal comma(点是千分位)或 --decimal point(点是小数点)指明", "'{file}': it cannot be told whether figures such as {samples} hold thousands or decimals. Say it with --decimal comma (the point groups thousands) or --decimal point (the point is the decimal mark)"),
    "ask.decimal_mixed": Entry("《{file}》的数字有的用点作小数点,有的用逗号:{samples}。请改正,或用 --decimal point、--decimal comma 指明", "'{file}' uses both point and comma as decimal mark: {samples}. Correct it, or say which with --decimal point or --decimal comma"),
    "ask.unit": Entry("《{file}》的“{header}”没有写金额单位,例如 {samples};规划簿以{unit:MONEY_UNITS}为单位。请用 --unit 元 或 --unit 万元 指明文件的单位", "'{file}', '{header}': no money unit is stated, figures such as {samples}; the book is kept in {unit:MONEY_UNITS}. Say the unit of the file with --unit yuan or --unit wan"),
    "ask.unit_conflict": Entry("《{file}》的“{header}”写明单位是{written},而 --unit 说是{stated}。请改正其中一个", "'{file}', '{header}' states {written}, but --unit says {stated}. Correct one of them"),
    "ask.currency": Entry("《{file}》的“{header}”有{currencies},规划簿以{currency}计。请给出汇率,例如 --currency {foreign}=7.1;若数字其实都是{currency},用 --currency {currency}", "'{file}', '{header}' holds {currencies}; the book is kept in {currency}. Give the exchange rate, such as --currency {foreign}=7.1; if all figures are {currency} already, say --currency {currency}"),
    "import.answers": Entry("日/月/年,月/日/年,年/月/日,元,千元,万元,百万元,小数点,逗号,百分数,比例,行,整单,算,不算,退货,是,否,CNY,USD,EUR", "day/month/year,month/day/year,year/month/day,yuan,thousand,wan,million,point,comma,per cent,shares,line,document,count,skip,credit,yes,no,CNY,USD,EUR"),
    "import.names": Entry("相似的客户名", "Names that look alike"),
    "ask.same": Entry("“{alias}”和“{name}”是同一家客户吗?回答是或否", "Are '{alias}' and '{name}' one customer? Answer yes or no"),
    "ask.document": Entry("《{file}》一张单据的各行“{header}”都相同,例如 {samples}:这是每一行的金额,还是整张单据的金额?请用 --amounts line(每行)或 --amounts document(整单)指明", "'{file}', '{header}': all lines of an order repeat one amount, such as {samples}: is it that of each line or of the whole order? Say it with --amounts line or --amounts document"),
    "ask.percent": Entry("《{file}》“{header}”里没有%号的数有的大于1,有的小于1:{samples},看不出是百分数还是比例。请用 --percent points(30就是30%)或 --percent shares(0.3就是30%)指明", "'{file}', '{header}': some bare figures are above 1 and some below: {samples}; are they per cent or shares? Say it with --percent points (30 is 30%) or --percent shares (0.3 is 30%)"),
    "ask.words": Entry("《{file}》“{header}”里的{values}算不算业绩看不出来。请用 --means {first}=count(算)、=skip(不算)或 =credit(退货)指明", "'{file}', '{header}': it is not clear whether {values} count. Say it with --means {first}=count, =skip (left out) or =credit (deducts)"),
    "ask.stage": Entry("《{file}》“{header}”里的{values}对应哪个阶段或结果看不出来。请用 --means {first}=阶段 指明,可选:{allowed}", "'{file}', '{header}': it is not clear which of ours {values} is. Say it with --means {first}=STAGE, one of: {allowed}"),
    "ask.formula": Entry("《{file}》“{header}”有{count:count}个公式没有存下结果(从第{row}行起)。请用Excel打开并保存一次再导入", "'{file}', '{header}': {count:n formula|formulas} without a stored value (from row {row}). Open the file in Excel, save it once, and import again"),
    "ask.kind": Entry("看不出《{file}》是哪张表,可能是{tables}。请指明,例如 --{first} {file}", "It is not clear what '{file}' holds; it may be {tables}. Say it, for example --{first} {file}"),
}  # fmt: skip
FINDINGS: dict[str, FindingEntry] = {
    "F-501": FindingEntry("《{file}》有{count:count}列没有用到:{headers}", "'{file}': {count:n column|columns} not used: {headers}", "如果其中有需要的,把表头改成规划簿里的叫法再导入", "If one is needed, rename its header as in the plan book and import again"),
    "F-502": FindingEntry("《{file}》第{row:count}行“{header}”看不懂:{value}", "'{file}' row {row:count}, '{header}' is not understood: {value}", "在源文件改正后重新导入,这一格先留空", "Correct it in the file and import again; the cell was left blank"),
    "F-503": FindingEntry("《{file}》还有{count:count}格看不懂,未逐一列出", "'{file}': {count:n more cell|more cells} not understood and not listed", "先改正列出的问题,再导入一次", "Correct those listed and import again"),
    "F-504": FindingEntry("《{file}》“{header}”有{count:count}行的值不在可选范围,已留空:{values}", "'{file}', '{header}': left blank in {count:n row|rows}, as not on the list: {values}", "改成可选的值:{allowed}", "Use one of: {allowed}"),
    "F-505": FindingEntry("《{file}》跳过{count:count}行合计、页脚或重复表头(第{rows}行)", "'{file}': {count:n row|rows} left out as totals, footers or repeated headers (rows {rows})", "如果其中有真实数据,请检查这几行", "Check these rows if they hold real data"),
    "F-506": FindingEntry("《{file}》的{headers}按{source}读取,已换算成{target}", "{headers} of '{file}' were read as {source} and converted to {target}", "单位若不对,导入时指定文件的金额单位", "If that is wrong, state the file's money unit when importing"),
    "F-509": FindingEntry("《{file}》的“{header}”有{currencies},按你所说当作{currency},没有换算", "'{header}' of '{file}' holds {currencies}; as you said it was taken as {currency}, nothing was converted", "先在源文件换算成人民币再导入", "Convert it to CNY in the file, then import again"),
    "F-510": FindingEntry("《{file}》按{encoding}编码读取", "'{file}' was read as {encoding}", "如果名称成了乱码,导入时用 --encoding 指明编码", "If names look wrong, state the encoding with --encoding"),
    "F-508": FindingEntry("《{file}》的“{header}”当作“{meaning}”导入", "'{header}' of '{file}' was taken as '{meaning}'", "如果不对,把表头改清楚再导入", "If that is wrong, make the header clearer and import again"),
    "F-511": FindingEntry("《{file}》有几列都可作“{meaning}”,取了“{header}”,没有用{others}", "'{file}' has several columns for '{meaning}': '{header}' was taken, not {others}", "要用另一列,导入时用 --map 指明", "To take another, name it with --map"),
    "F-512": FindingEntry("《{file}》有{count:count}行不算业绩,没有导入:{words}(第{rows}行)", "'{file}': {count:n row|rows} left out that do not count: {words} (rows {rows})", "如果其中有该算的,用 --means 词=count 指明", "If some do count, say so with --means WORD=count"),
    "F-513": FindingEntry("《{file}》有{count:count}行没有金额,按“{quantity}”×“{price}”算出", "'{file}': {count:n row|rows} without an amount, worked out as '{quantity}' × '{price}'", "核对合计是否与来源一致", "Compare the sum with the source"),
    "F-514": FindingEntry("《{file}》“{header}”有{count:count}行只写到月,按当月1日导入", "'{file}', '{header}': only a month in {count:n row|rows}, taken as its first day", "需要时改成准确日期", "Correct the days where they matter"),
    "F-515": FindingEntry("《{file}》导入的工作表:{sheets};没有用到:{left}", "Sheets of '{file}' imported: {sheets}; not used: {left}", "要用别的工作表,导入时用 --sheet 指明", "To take others, name them with --sheet"),
    "F-516": FindingEntry("《{file}》有{count:count}行被隐藏或筛选掉,也导入了(第{rows}行)", "'{file}': {count:n hidden or filtered row|hidden or filtered rows} imported as well (rows {rows})", "不想要的话,先在文件里删掉再导入", "Delete them in the file if they should not count, and import again"),
    "F-517": FindingEntry("《{file}》“{header}”有{count:count}行空着,沿用上面一行的值(合并单元格)", "'{file}', '{header}': {count:n blank cell|blank cells} filled with the value above (merged cells)", "核对这些行的归属", "Check that these rows belong there"),
    "F-518": FindingEntry("《{file}》有{count:count}行与别的行完全相同,重复的没有导入(第{rows}行)", "'{file}': {count:n row|rows} left out as the same as another in every column (rows {rows})", "如果确实是两笔,请在文件里加以区别后再导入", "If they are different orders, tell them apart in the file and import again"),
    "F-519": FindingEntry("《{file}》的“{header}”没有写金额单位,按{source}原样读取", "'{header}' of '{file}' states no money unit and was read as {source}, as it stands", "单位若不对,用 --unit 指明", "If that is wrong, state the unit with --unit"),
    "F-520": FindingEntry("《{file}》一列一个月({count:count}列),已展开成每月一笔,共{rows:count}笔,日期记为当月1日", "'{file}' has a column a month ({count:count}); they became {rows:n row|rows}, one a month, dated its first day", "核对合计是否与来源一致", "Compare the sum with the source"),
    "F-522": FindingEntry("《{file}》“{header}”的文字把握已换算:{words}", "'{file}', '{header}': words for chances were taken as {words}", "换算比例可在参数里改", "The shares can be changed in the settings"),
    "F-523": FindingEntry("《{file}》有{count:count}行是退货或红字,按减项计", "'{file}': {count:n return or credit note|returns or credit notes}, deducted", "不论来源写正数还是负数,只减一次", "They deduct once, whatever their sign"),
    "F-524": FindingEntry("《{file}》有{count:count}行外币按汇率换算:{rates}", "'{file}': {count:n row|rows} in other currencies, converted at {rates}", "汇率若不对,改汇率表或用 --currency 指明后重新导入", "If a rate is wrong, change it and import again"),
    "F-525": FindingEntry("《{file}》的客户写在各组明细上面的单独一行,共{count:count}家:{names}", "'{file}' names its customers in lines above their rows: {count:n customer|customers}, {names}", "核对客户与明细是否对应", "Check that rows belong to their customers"),
    "F-528": FindingEntry("《{file}》“{header}”有{count:count}个职务归不到采购、使用、技术、决策,记为其他:{values}", "'{file}', '{header}': {count:n title|titles} of no known role, taken as Other: {values}", "需要时在联系人表里改角色", "Change the role in the contacts where needed"),
    "F-529": FindingEntry("《{file}》第{row}行没有“{name}”,不知道算什么:{cells}", "'{file}' row {row} has no '{name}' and cannot be told: {cells}", "补上,或从文件里删掉这一行,再导入", "Fill it in, or delete the row in the file, and import again"),
    "F-531": FindingEntry("《{file}》的“{header}”没有写金额单位;与规划簿里这些客户的业绩相比,是{source}", "'{header}' of '{file}' states no money unit; by what the book has of these customers it is {source}", "单位若不对,用 --unit 指明", "If that is wrong, state the unit with --unit"),
    "F-532": FindingEntry("《{file}》有{count:count}张单据的状态是已结清,按全额收回计,没有收款日期", "'{file}': {count:n document|documents} marked as paid, counted as paid in full without a day", "有收款金额或收款日期的,导出时带上这两列", "Export the paid amount and its day as well, where the system has them"),
    "F-533": FindingEntry("《{file}》的“{header}”是逐行累计的余额,没有用", "'{header}' of '{file}' is a running balance and was not used", "欠款按金额减已收算", "What is owed is the amount less what was paid"),
    "F-534": FindingEntry("《{file}》有{count:count}行有“{header}”,已从“{meaning}”里减去", "'{file}': {count:n row|rows} with '{header}', taken off '{meaning}'", "如果金额本来就已扣除,把这一列从文件里删掉再导入", "If the amount is net of it already, delete that column from the file and import again"),
    "F-535": FindingEntry("《{file}》没有金额列,数量乘单价后按“{header}”扣了折扣,共{count:count}行", "'{file}' has no amount: quantity times price less '{header}' in {count:n row|rows}", "核对合计是否与来源一致;小于一半的折扣率当作减去的部分,大于一半的当作实付的部分", "Compare the sum with the source; rates below a half were taken as what is granted, above it as what is paid"),
    "F-536": FindingEntry("《{file}》有{count:count}行重复了同一单据或项目的金额,每单只导入一行(第{rows}行)", "'{file}': {count:n row|rows} repeating the amount of their order or project, which came in once (rows {rows})", "核对合计是否与来源一致", "Compare the sum with the source"),
    "F-526": FindingEntry("《{file}》有{count:count}行数量乘单价与金额差{share:percent}以上,以金额为准(第{rows}行)", "'{file}': {count:n amount|amounts} more than {share:percent} off quantity times price; the amount counts (rows {rows})", "核对这几行的数量、单价和折扣", "Check quantity, price and discount of these rows"),
}  # fmt: skip
