"""The sentences of the PDF, of the mail draft and of what was put together for the boss."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "H-OPT-TO": Entry("收件人,可写几次:“王总 <wang@gongsi.cn>”", "Recipient, may be repeated: 'Ms Wang <wang@company.com>'"),
    "H-OPT-CC": Entry("抄送,可写几次", "Copy to, may be repeated"),
    "H-OPT-SUBJECT": Entry("邮件主题;不写就用年度和月份", "Subject; by default the plan's year and month"),
    "H-OPT-NAME": Entry("邮件里怎么称呼,如王总;不写就用收件人里的名字", "Whom the mail greets, such as 'Ms Wang'; by default the names that stand with the addresses"),
    "H-OPT-WITH-PDF": Entry("附不附PDF", "With or without the PDF"),
    "H-OPT-FOLDER": Entry("放到哪个文件夹;不写就在簿旁边新建一个", "Folder for the files; by default a new one beside the book"),
    "H-OPT-SHEET": Entry("要打印的工作表,可写几次", "Sheet to print, may be repeated"),
    "H-OPT-PDF-OUT": Entry("PDF存到哪里;不写就放在簿旁边", "Where to save the PDF; by default beside the book"),
    "C-SEND-FOLDER": Entry("{stem}-待发", "{stem}-to-send"),
    "C-SEND-FILE": Entry("{stem}-汇报", "{stem}-report"),
    "C-SEND-EML": Entry("邮件草稿", "mail-draft"),
    "C-SEND-MADE": Entry("已放进 {folder}:{files}", "Put into {folder}: {files}"),
    "C-SEND-NOT-SENT": Entry(
        "什么都没有发出。双击“{eml}”,看一遍,自己点发送;想改就直接改。",
        "Nothing was sent. Double-click '{eml}', read it, and send it yourself; change it as you like.",
    ),
    "C-SEND-OUTLOOK": Entry(
        "草稿已在Outlook里打开,也存进了“草稿”。什么都没有发出:看一遍,自己点发送。",
        "The draft is open in Outlook and kept in Drafts. Nothing was sent: read it, and send it yourself.",
    ),
    "C-SEND-OPENED": Entry(
        "草稿已交给电脑里的邮件程序打开。什么都没有发出:看一遍,自己点发送。",
        "The draft was opened in your mail program. Nothing was sent: read it, and send it yourself.",
    ),
    "C-SEND-REMOVED": Entry("副本里去掉了:{what}", "Left out of the copy: {what}"),
    "C-SEND-NO-PDF": Entry("没有附PDF:{why}", "No PDF attached: {why}"),
    "C-PDF-MADE": Entry("已存成PDF:{path}({sheets})", "Saved as PDF: {path} ({sheets})"),
    "C-MAIL-SUBJECT": Entry("{plan_year}年销售规划,截至{month}", "Sales plan {plan_year}, as of {month}"),
    "C-MAIL-SUBJECT-PLAIN": Entry("{stem}", "{stem}"),
    "C-MAIL-GREETING": Entry("您好:", "Hello,"),
    "C-MAIL-GREETING-NAME": Entry("{names},您好:", "Dear {names},"),
    "C-MAIL-SIGNED": Entry("{name}", "Best regards,\n{name}"),
    "C-MAIL-OPENING": Entry(
        "{plan_year}年销售规划请过目。关键数字(金额单位:{unit:MONEY_UNITS}):",
        "Please find the sales plan for {plan_year}. Key figures (money in {unit:MONEY_UNITS}):",
    ),
    "C-MAIL-OPENING-PLAIN": Entry("资料请见附件。", "Please find the document attached."),
    "C-MAIL-YEAR": Entry("这一年", "The year"),
    "C-MAIL-TARGET": Entry("目标", "Target"),
    "C-MAIL-TARGET-IS": Entry(
        "一家一家推导出来{target:money};没有公司目标", "{target:money}, derived customer by customer; no company figure"
    ),
    "C-MAIL-TARGET-COMPANY": Entry(
        "公司下达{company:money};一家一家推导出来{target:money}",
        "{company:money} set by the company; {target:money} derived customer by customer",
    ),
    "C-MAIL-GUARANTEED": Entry("保底", "Guaranteed"),
    "C-MAIL-GUARANTEED-IS": Entry("{guaranteed:money},把握{guaranteed_sureness:percent}", "{guaranteed:money}, {guaranteed_sureness:percent} sure"),
    "C-MAIL-GUARANTEED-UNSURE": Entry("{guaranteed:money},把握还没算", "{guaranteed:money}; how sure is not computed yet"),
    "C-MAIL-COMPLETION": Entry("进度", "Progress"),
    "C-MAIL-COMPLETION-IS": Entry(
        "截至{month},本年累计完成目标的{completion:percent}", "{completion:percent} of the target to date, as of {month}"
    ),
    "C-MAIL-WORK": Entry("过程", "The work"),
    "C-MAIL-WORK-IS": Entry(
        "{month}客户覆盖率{coverage:percent},回款及时率{on_time_rate:percent}",
        "customer coverage {coverage:percent}, on-time collection {on_time_rate:percent} in {month}",
    ),
    "C-MAIL-GAP": Entry("缺口", "Not backed"),
    "C-MAIL-GAP-IS": Entry(
        "全年还有{unsupported:money}没有着落(没有返单也没有在谈项目支撑)",
        "{unsupported:money} of the year rests on neither repeat business nor a project under way",
    ),
    "C-MAIL-GAP-NONE": Entry("没有缺口,全年都有支撑", "none: the whole year is backed"),
    "C-MAIL-BLANK": Entry("还没有数", "no figure yet"),
    "C-MAIL-LINE": Entry("{number}. {label}:{figure}", "{number}. {label}: {figure}"),
    "C-MAIL-ATTACHED": Entry("附件:{files}", "Attached: {files}"),
}  # fmt: skip

ERRORS = {
    "SP-330": Entry(
        "《{file}》里没有要打印的工作表“{sheet}”。可选:{known}。请写工作表标签上的名字。",
        "'{file}' has no sheet '{sheet}' to print. Choose from: {known}. Write the name as on the sheet's tab.",
    ),
    "SP-331": Entry(
        "“{address}”不是邮件地址。请写成 wang@gongsi.cn 或 王总 <wang@gongsi.cn>,几个人用逗号隔开。什么都没有做。",
        "'{address}' is no mail address. Write boss@company.com or Name <boss@company.com>, several with commas. Nothing was made.",
    ),
    "SP-332": Entry(
        "邮件的收件人、主题和附件名里不能有换行或控制字符:“{text}”。请改成一行。什么都没有做。",
        "Recipients, subject and file names of a mail may not hold line breaks or control characters: '{text}'. Write one line. Nothing was made.",
    ),
    "SP-333": Entry(
        "《{file}》里还没有能打印的页(汇报页、看板)。请先一键规划,或用 --sheet 指定工作表。",
        "'{file}' has no page to print yet (report, dashboard). Plan first, or name a sheet with --sheet.",
    ),
    "SP-430": Entry(
        "这台电脑上没有找到LibreOffice,《{file}》转不成PDF。请用Excel打开,打印成PDF;或装上LibreOffice(免费)再试。",
        "LibreOffice was not found on this computer, so '{file}' cannot become a PDF. Open it in Excel and print to PDF, or install LibreOffice (free) and retry.",
    ),
    "SP-431": Entry(
        "{program}没有做出《{file}》的PDF。请用Excel打开,打印成PDF;或更新{program}再试。原文件未改动。",
        "{program} made no PDF of '{file}'. Open it in Excel and print to PDF, or update {program} and retry. The book is unchanged.",
    ),
    "SP-432": Entry(
        "LibreOffice转《{file}》超过{seconds}秒还没完,已停下。请少选几张工作表,或用Excel打印成PDF。原文件未改动。",
        "LibreOffice did not finish '{file}' in {seconds} seconds and was stopped. Choose fewer sheets, or print to PDF in Excel. The book is unchanged.",
    ),
    "SP-433": Entry(
        "《{file}》还没有存在本机上(从没保存过,或只在云端),做不了副本。请另存到本机的文件夹,再点一次。",
        "'{file}' is not kept on this computer (never saved, or only in the cloud), so no copy can be made. Save it to a folder here and click again.",
    ),
    "SP-434": Entry(
        "《{file}》有还没保存的修改(工作表“{sheet}”),副本会和您看到的不一样。请先保存(Ctrl+S),再点一次。",
        "'{file}' has changes that are not saved (sheet '{sheet}'), so the copy would differ from what you see. Save it (Ctrl+S) and click again.",
    ),
}  # fmt: skip
