"""Words that readers of files understand, and what the import says."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

# What people type where a figure is missing.
BLANK_MARKS = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "\\", "无", "空", "n/a", "na", "nil", "null", "none", "nan", "nat"})
CURRENCY_MARKS = ("¥", "rmb", "cny", "人民币", "￥")
# How many 元 one of the written unit is.
MONEY_WORDS = {"元": 1.0, "块": 1.0, "千元": 1e3, "千": 1e3, "万元": 1e4, "万": 1e4, "w": 1e4, "百万": 1e6, "百万元": 1e6, "千万": 1e7, "千万元": 1e7, "亿元": 1e8, "亿": 1e8}
YEAR_MARK, MONTH_MARK, DAY_MARKS = "年", "月", "日号"
WEEKDAY_MARK = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)"
MOMENT_MARK = r"(?:上午|下午|中午|晚上|am|pm)?"
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


# Units found in headers and titles, as 元; brackets and the words before them are cut off first.
UNIT_WORDS = {**MONEY_WORDS, "人民币元": 1.0, "人民币": 1.0, "cny": 1.0, "rmb": 1.0, "yuan": 1.0, "¥": 1.0, "rmbyuan": 1.0, "kcny": 1e3, "10kcny": 1e4, "10krmb": 1e4, "wan": 1e4}
UNIT_TITLE = r"(?:单位|unit|currency)\s*[::]?\s*(?:人民币|rmb)?\s*[::]?\s*([0-9a-z¥]+(?: cny| rmb)?|[百千万亿]*元|[万亿])"
UNIT_TAIL = r"[\s:/_-]*([百千万亿]*元|(?<=[\s:/_-])(?:cny|rmb|yuan))\s*$"
FOREIGN_WORDS = ("美元", "usd", "us$", "欧元", "eur", "港元", "港币", "hkd", "日元", "jpy", "英镑", "gbp")
BRACKETS = r"[(\[【<〔](.*?)[)\]】>〕]"

# Rows that are no data: totals, and what programs print below a list.
TOTAL_WORDS = frozenset({"合计", "总计", "小计", "累计", "本页合计", "本页小计", "总合计", "本月合计", "本年合计", "共计", "合計", "總計", "小計", "累計", "本頁合計", "本頁小計", "總合計", "本月合計", "本年合計", "共計", "total", "totals", "grandtotal", "subtotal", "sum"})
FOOTER_WORDS = ("制表", "制单人", "审核", "打印", "导出时间", "导出人", "共计", "第1页", "preparedby", "printed", "exported", "page")

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
    "import.unit_yuan": Entry("元", "CNY"),
    "import.unit_thousand": Entry("千元", "thousand CNY"),
    "import.unit_wan": Entry("万元", "10k CNY"),
    "import.unit_million": Entry("百万元", "million CNY"),
    "import.unit_ten_million": Entry("千万元", "10 million CNY"),
    "import.unit_yi": Entry("亿元", "100 million CNY"),
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
}  # fmt: skip
FINDINGS: dict[str, FindingEntry] = {
    "F-501": FindingEntry("《{file}》有{count:count}列没有用到:{headers}", "{count:count} columns of '{file}' were not used: {headers}", "如果其中有需要的,把表头改成规划簿里的叫法再导入", "If one is needed, rename its header as in the plan book and import again"),
    "F-502": FindingEntry("《{file}》第{row:count}行“{header}”看不懂:{value}", "'{file}' row {row:count}, '{header}' is not understood: {value}", "在源文件改正后重新导入,这一格先留空", "Correct it in the file and import again; the cell was left blank"),
    "F-503": FindingEntry("《{file}》还有{count:count}格看不懂,未逐一列出", "{count:count} more cells of '{file}' are not understood and not listed", "先改正列出的问题,再导入一次", "Correct those listed and import again"),
    "F-504": FindingEntry("《{file}》“{header}”有{count:count}行的值不在可选范围,已留空:{values}", "'{file}', '{header}': {count:count} rows hold a value that is not on the list and were left blank: {values}", "改成可选的值:{allowed}", "Use one of: {allowed}"),
    "F-505": FindingEntry("《{file}》跳过{count:count}行合计、页脚或重复表头(第{rows}行)", "{count:count} rows of '{file}' with totals, footers or repeated headers were skipped (rows {rows})", "如果其中有真实数据,请检查这几行", "Check these rows if they hold real data"),
    "F-506": FindingEntry("《{file}》的{headers}按{source}读取,已换算成{target}", "{headers} of '{file}' were read as {source} and converted to {target}", "单位若不对,导入时指定文件的金额单位", "If that is wrong, state the file's money unit when importing"),
    "F-507": FindingEntry("《{file}》没有写金额单位,按万元读取,但一半以上的数超过1万({header})", "'{file}' states no money unit and was read as 10k CNY, but most figures of '{header}' exceed 10,000", "文件若是以元为单位,请指定单位“元”后重新导入", "If the file is in CNY, state that unit and import again"),
    "F-509": FindingEntry("《{file}》的“{header}”像是外币,没有换算", "'{header}' of '{file}' looks like a foreign currency; nothing was converted", "先在源文件换算成人民币再导入", "Convert it to CNY in the file, then import again"),
    "F-510": FindingEntry("《{file}》按{encoding}编码读取", "'{file}' was read as {encoding}", "如果名称成了乱码,导入时用 --encoding 指明编码", "If names look wrong, state the encoding with --encoding"),
    "F-508": FindingEntry("《{file}》的“{header}”当作“{meaning}”导入", "'{header}' of '{file}' was taken as '{meaning}'", "如果不对,把表头改清楚再导入", "If that is wrong, make the header clearer and import again"),
}  # fmt: skip
