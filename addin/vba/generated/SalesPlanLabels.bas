Attribute VB_Name = "SalesPlanLabels"
Option Explicit
' Generated from addin/ribbon/labels.json: python -m tests.generated

Public Function LabelText(ByVal key As String, ByVal language As String) As String
    If language = "zh" Then
        LabelText = ChineseText(key)
    Else
        LabelText = EnglishText(key)
    End If
End Function

' Text whose \uXXXX stand for UTF-16 code units.
Public Function Uni(ByVal text As String) As String
    Dim i As Long
    i = InStr(text, "\u")
    Do While i > 0
        Uni = Uni & Left$(text, i - 1) & ChrW(CLng("&H" & Mid$(text, i + 2, 4)))
        text = Mid$(text, i + 6)
        i = InStr(text, "\u")
    Loop
    Uni = Uni & text
End Function

Private Function ChineseText(ByVal key As String) As String
    Select Case key
    Case "sp_tab.label"
        ChineseText = Uni("\u9500\u552E\u89C4\u5212")
    Case "sp_group_start.label"
        ChineseText = Uni("\u5F00\u59CB")
    Case "sp_run.label"
        ChineseText = Uni("\u4E00\u952E\u89C4\u5212")
    Case "sp_run.tip"
        ChineseText = Uni("\u4E00\u952E\u89C4\u5212:\u4ECE\u5206\u7EA7\u4E00\u8DEF\u7B97\u5230\u770B\u677F")
    Case "sp_run.super"
        ChineseText = Uni("\u4F9D\u6B21\u5B8C\u6210\u5206\u7EA7\u3001\u5065\u5EB7\u3001\u76EE\u6807\u3001\u5B63\u5EA6\u3001\u5730\u56FE" & _
            "\u3001\u65F6\u95F4\u3001KPI\u548C\u68C0\u67E5,\u5199\u5165\u5F53\u524D\u89C4\u5212\u7C3F\u7684\u5404\u5F20" & _
            "\u7ED3\u679C\u8868\u3002\u4F60\u6539\u8FC7\u7684\u76EE\u6807\u548C\u52A8\u4F5C\u4F1A\u4FDD\u7559\u3002\u53EF" & _
            "\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_new.label"
        ChineseText = Uni("\u65B0\u5EFA\u89C4\u5212\u7C3F")
    Case "sp_new.tip"
        ChineseText = Uni("\u65B0\u5EFA\u89C4\u5212\u7C3F:\u7A7A\u767D\u7684,\u6216\u4ECE\u53BB\u5E74\u7684\u63A5\u7740\u505A")
    Case "sp_new.super"
        ChineseText = Uni("\u5148\u9009\u4FDD\u5B58\u4F4D\u7F6E\u548C\u6587\u4EF6\u540D,\u518D\u751F\u6210\u5E76\u6253\u5F00\u65B0\u6587" & _
            "\u4EF6\u3002\u53BB\u5E74\u7684\u89C4\u5212\u7C3F\u5F00\u7740\u65F6\u4F1A\u95EE\u662F\u5426\u4ECE\u5B83\u63A5" & _
            "\u7740\u505A;\u8D77\u6B65\u7C3F\u5F00\u7740\u65F6,\u586B\u8FC7\u7684\u90FD\u5E26\u8FC7\u53BB\u3002\u5DF2\u7ECF" & _
            "\u6253\u5F00\u7684\u5DE5\u4F5C\u7C3F\u4E0D\u4F1A\u6539\u52A8,\u6240\u4EE5\u6CA1\u6709\u4EC0\u4E48\u8981\u64A4" & _
            "\u9500;\u4E0D\u8981\u7684\u8BDD\u5220\u6389\u65B0\u6587\u4EF6\u5373\u53EF\u3002")
    Case "sp_import.label"
        ChineseText = Uni("\u5BFC\u5165\u6570\u636E")
    Case "sp_import.tip"
        ChineseText = Uni("\u5BFC\u5165ERP\u6216CRM\u5BFC\u51FA\u7684\u8868")
    Case "sp_import.super"
        ChineseText = Uni("\u9009\u62E9CSV\u6216xlsx\u6587\u4EF6(\u53EF\u591A\u9009),\u81EA\u52A8\u8BA4\u8868\u5934,\u5199\u5165\u5BA2" & _
            "\u6237\u6E05\u5355\u3001\u8BA2\u5355\u660E\u7EC6\u3001\u5E94\u6536\u8D26\u6B3E\u7B49\u8F93\u5165\u8868\u3002" & _
            "\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_check.label"
        ChineseText = Uni("\u68C0\u67E5\u6570\u636E")
    Case "sp_check.tip"
        ChineseText = Uni("\u4E00\u6B21\u5217\u51FA\u6570\u636E\u7684\u5168\u90E8\u95EE\u9898")
    Case "sp_check.super"
        ChineseText = Uni("\u95EE\u9898\u3001\u6240\u5728\u5355\u5143\u683C\u548C\u6539\u6CD5\u90FD\u5217\u5728\u201C\u68C0\u67E5\u7ED3" & _
            "\u679C\u201D\u8868,\u5176\u4ED6\u8868\u4E0D\u6539\u52A8\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65" & _
            "\u201D\u6062\u590D\u3002")
    Case "sp_group_customers.label"
        ChineseText = Uni("\u76D8\u5BA2\u6237")
    Case "sp_tiers.label"
        ChineseText = Uni("ABC\u5206\u7EA7")
    Case "sp_tiers.tip"
        ChineseText = Uni("\u8C01\u6491\u8D7780%\u7684\u4E1A\u7EE9")
    Case "sp_tiers.super"
        ChineseText = Uni("\u6309\u4E1A\u7EE9\u7ED9\u5BA2\u6237\u5206A\u3001B\u3001C\u7EA7,\u5199\u5165\u201C\u5BA2\u6237\u5065\u5EB7" & _
            "\u8BCA\u65AD\u8868\u201D\u7684\u5206\u7EA7\u5217\u548C\u5BA2\u6237\u7ED3\u6784\u3002\u53EF\u7528\u201C\u64A4" & _
            "\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_health.label"
        ChineseText = Uni("\u5065\u5EB7\u8BCA\u65AD")
    Case "sp_health.tip"
        ChineseText = Uni("\u7A33\u5B9A\u6027\u3001\u56DE\u6B3E\u3001\u5173\u7CFB\u3001\u589E\u957F\u7A7A\u95F4")
    Case "sp_health.super"
        ChineseText = Uni("\u9010\u4E2A\u5BA2\u6237\u8BCA\u65AD\u6253\u5206\u5E76\u7ED9\u51FA\u7406\u7531,\u5199\u5165\u201C\u5BA2\u6237" & _
            "\u5065\u5EB7\u8BCA\u65AD\u8868\u201D\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D" & _
            "\u3002")
    Case "sp_group_targets.label"
        ChineseText = Uni("\u5B9A\u76EE\u6807")
    Case "sp_targets.label"
        ChineseText = Uni("\u76EE\u6807\u63A8\u5BFC")
    Case "sp_targets.tip"
        ChineseText = Uni("\u4E00\u5BB6\u4E00\u5BB6\u7B97\u51FA\u660E\u5E74\u76EE\u6807")
    Case "sp_targets.super"
        ChineseText = Uni("\u5199\u5165\u201C\u76EE\u6807\u63A8\u5BFC\u201D\u548C\u201C\u76EE\u6807\u6C47\u603B\u201D:\u4FDD\u5E95\u3001" & _
            "\u8FDB\u53D6\u548C\u516C\u53F8\u76EE\u6807\u3002\u4F60\u6539\u8FC7\u7684\u6570\u5B57\u4F1A\u4FDD\u7559\u3002" & _
            "\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_quarters.label"
        ChineseText = Uni("\u5B63\u5EA6\u5206\u89E3")
    Case "sp_quarters.tip"
        ChineseText = Uni("\u628A\u76EE\u6807\u5206\u5230\u5B63\u5EA6\u548C\u6708\u4EFD")
    Case "sp_quarters.super"
        ChineseText = Uni("\u5199\u5165\u201C\u5B63\u5EA6\u5206\u89E3\u201D\u548C\u201C\u4F5C\u6218\u5730\u56FE\u201D\u7684\u5B63\u5EA6" & _
            "\u5217,\u5404\u5B63\u4E4B\u548C\u7B49\u4E8E\u5168\u5E74,\u5E76\u770B\u6BCF\u5B63\u9760\u4EC0\u4E48\u652F\u6491" & _
            "\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_projects.label"
        ChineseText = Uni("\u9879\u76EE\u652F\u6491")
    Case "sp_projects.tip"
        ChineseText = Uni("\u6BCF\u4E2A\u5B63\u5EA6\u9760\u54EA\u4E9B\u9879\u76EE\u652F\u6491")
    Case "sp_projects.super"
        ChineseText = Uni("\u5199\u5165\u201C\u9879\u76EE\u652F\u6491\u201D\u548C\u201C\u5B63\u5EA6\u5206\u89E3\u201D\u7684\u652F\u6491" & _
            "\u884C:\u7B7E\u5355\u5B63\u5EA6\u3001\u56DE\u6B3E\u5B63\u5EA6\u3001\u7F3A\u53E3;\u9879\u76EE\u5EF6\u671F\u6216" & _
            "\u4E22\u5355\u4F1A\u7559\u4E0B\u8BB0\u5F55,\u5E76\u66F4\u65B0\u5EF6\u671F\u6B21\u6570\u3002\u53EF\u7528\u201C" & _
            "\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_confidence.label"
        ChineseText = Uni("\u628A\u63E1\u5EA6")
    Case "sp_confidence.tip"
        ChineseText = Uni("\u4FDD\u5E95\u548C\u51B2\u523A\u5404\u6709\u591A\u5927\u628A\u63E1")
    Case "sp_confidence.super"
        ChineseText = Uni("\u6309\u5BA2\u6237\u6CE2\u52A8\u3001\u6D41\u5931\u548C\u9879\u76EE\u6210\u8D25\u7B97\u51FA\u660E\u5E74\u4E1A" & _
            "\u7EE9\u7684\u5206\u5E03,\u5199\u5165\u201C\u628A\u63E1\u5EA6\u201D\u201C\u60C5\u666F\u5BF9\u6BD4\u201D\u548C" & _
            "\u201C\u76EE\u6807\u6C47\u603B\u201D\u3002\u60A8\u6539\u7684\u60C5\u666F\u4F1A\u4FDD\u7559\u3002\u53EF\u7528" & _
            "\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_menu_lock.label"
        ChineseText = Uni("\u9501\u5B9A/\u89E3\u9501")
    Case "sp_menu_lock.tip"
        ChineseText = Uni("\u628A\u76EE\u6807\u5B9A\u4E0B\u6765,\u6216\u91CD\u65B0\u6253\u5F00")
    Case "sp_menu_lock.super"
        ChineseText = Uni("\u9501\u5B9A\u540E\u76EE\u6807\u3001\u5B63\u5EA6\u3001\u4FDD\u5E95\u3001\u51B2\u523A\u548C\u628A\u63E1\u90FD" & _
            "\u4E0D\u518D\u53D8,\u4E00\u5E74\u5BF9\u7740\u5B83\u8003\u6838;\u89E3\u9501\u540E\u4E0B\u6B21\u4E00\u952E\u89C4" & _
            "\u5212\u6309\u4ECA\u5929\u7684\u6570\u636E\u91CD\u63A8\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65" & _
            "\u201D\u6062\u590D\u3002")
    Case "sp_lock.label"
        ChineseText = Uni("\u9501\u5B9A\u76EE\u6807")
    Case "sp_lock.tip"
        ChineseText = Uni("\u76EE\u6807\u4ECE\u73B0\u5728\u8D77\u4E0D\u518D\u53D8")
    Case "sp_lock.super"
        ChineseText = Uni("\u628A\u4ECA\u5929\u7684\u76EE\u6807\u3001\u5B63\u5EA6\u3001\u4FDD\u5E95\u3001\u51B2\u523A\u548C\u628A\u63E1" & _
            "\u5B9A\u4E0B\u6765,\u65E5\u671F\u5199\u8FDB\u53C2\u6570\u548C\u64CD\u4F5C\u8BB0\u5F55\u3002\u53EF\u7528\u201C" & _
            "\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_unlock.label"
        ChineseText = Uni("\u89E3\u9501\u76EE\u6807")
    Case "sp_unlock.tip"
        ChineseText = Uni("\u4E0B\u6B21\u4E00\u952E\u89C4\u5212\u91CD\u65B0\u63A8\u5BFC")
    Case "sp_unlock.super"
        ChineseText = Uni("\u6253\u5F00\u5DF2\u9501\u5B9A\u7684\u76EE\u6807:\u4E0B\u6B21\u4E00\u952E\u89C4\u5212\u6309\u4ECA\u5929\u7684" & _
            "\u6570\u636E\u91CD\u65B0\u63A8\u5BFC\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D" & _
            "\u3002")
    Case "sp_group_resources.label"
        ChineseText = Uni("\u6392\u8D44\u6E90")
    Case "sp_map.label"
        ChineseText = Uni("\u4F5C\u6218\u5730\u56FE")
    Case "sp_map.tip"
        ChineseText = Uni("\u6BCF\u4E2A\u5BA2\u6237:\u76EE\u6807\u3001\u62DC\u8BBF\u9891\u6B21\u3001\u5173\u952E\u52A8\u4F5C")
    Case "sp_map.super"
        ChineseText = Uni("\u5199\u5165\u201C\u4F5C\u6218\u5730\u56FE\u201D\u3002\u4F60\u6539\u8FC7\u7684\u52A8\u4F5C\u548C\u9891\u6B21" & _
            "\u4F1A\u4FDD\u7559\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_capacity.label"
        ChineseText = Uni("\u65F6\u95F4\u914D\u7F6E")
    Case "sp_capacity.tip"
        ChineseText = Uni("\u8981\u591A\u5C11\u5929\u3001\u6709\u591A\u5C11\u5929\u3001\u600E\u4E48\u5206")
    Case "sp_capacity.super"
        ChineseText = Uni("\u5199\u5165\u201C\u65F6\u95F4\u914D\u7F6E\u201D:\u62DC\u8BBF\u9700\u8981\u7684\u5929\u6570\u3001\u53EF\u7528" & _
            "\u5929\u6570\u548C6-3-1\u5206\u914D\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D" & _
            "\u3002")
    Case "sp_accounts.label"
        ChineseText = Uni("\u5927\u5BA2\u6237")
    Case "sp_accounts.tip"
        ChineseText = Uni("\u6253\u54EA\u51E0\u5BB6\u3001\u8C01\u8D1F\u8D23\u3001\u5361\u5728\u54EA")
    Case "sp_accounts.super"
        ChineseText = Uni("\u5199\u5165\u201C\u5927\u5BA2\u6237\u4F5C\u6218\u201D\u201C\u5927\u5BA2\u6237\u884C\u52A8\u201D\u201C\u5224" & _
            "\u65AD\u8BB0\u5F55\u201D:\u5361\u5728\u54EA\u4E00\u5C42\u3001\u884C\u52A8\u8FC7\u56DB\u95EE\u3001\u5230\u671F" & _
            "\u7684\u5224\u65AD\u3001\u8FD8\u80FD\u5356\u4EC0\u4E48\u3002\u60A8\u586B\u7684\u90FD\u4FDD\u7559\u3002\u53EF" & _
            "\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_group_execution.label"
        ChineseText = Uni("\u6293\u6267\u884C")
    Case "sp_month-start.label"
        ChineseText = Uni("\u6708\u521D")
    Case "sp_month-start.tip"
        ChineseText = Uni("\u8FD9\u4E2A\u6708\u8BE5\u505A\u4EC0\u4E48\u3001\u6536\u4EC0\u4E48")
    Case "sp_month-start.super"
        ChineseText = Uni("\u5148\u95EE\u6708\u4EFD,\u518D\u5199\u5165\u201C\u672C\u6708\u6E05\u5355\u201D:\u50AC\u6536\u3001\u9879\u76EE" & _
            "\u3001\u5BA2\u6237\u3001\u62DC\u8BBF,\u5E76\u5217\u51FA\u8D44\u6E90\u51B2\u7A81\u3002\u6570\u636E\u622A\u6B62" & _
            "\u65E5\u4E0D\u52A8,\u76EE\u6807\u4E0D\u9501\u5B9A\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D" & _
            "\u6062\u590D\u3002")
    Case "sp_month-end.label"
        ChineseText = Uni("\u6708\u672B")
    Case "sp_month-end.tip"
        ChineseText = Uni("\u68C0\u67E5\u3001KPI\u3001\u6F0F\u6597\u3001\u590D\u76D8\u3001\u5168\u5E74\u9884\u6D4B")
    Case "sp_month-end.super"
        ChineseText = Uni("\u5BFC\u5165\u672C\u6708\u6570\u636E\u540E\u70B9\u4E00\u6B21:\u5148\u95EE\u6708\u4EFD,\u6570\u636E\u7B97\u5230" & _
            "\u6708\u5E95,\u66F4\u65B0\u6708\u5EA6\u8DDF\u8E2A\u3001\u884C\u52A8\u6F0F\u6597\u3001\u590D\u76D8\u8BB0\u5F55" & _
            "\u3001\u5168\u5E74\u9884\u6D4B\u3001\u770B\u677F\u548C\u6C47\u62A5\u9875\u3002\u53EF\u7528\u201C\u64A4\u9500" & _
            "\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_menu_month.label"
        ChineseText = Uni("\u5206\u6B65")
    Case "sp_menu_month.tip"
        ChineseText = Uni("\u66F4\u65B0KPI\u3001\u6E05\u5355\u3001\u590D\u76D8\u3001\u6F0F\u6597\u5355\u72EC\u505A")
    Case "sp_menu_month.super"
        ChineseText = Uni("\u6708\u521D\u548C\u6708\u672B\u5404\u5305\u542B\u7684\u51E0\u6B65,\u4E5F\u53EF\u4EE5\u5355\u72EC\u505A\u3002" & _
            "\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_month.label"
        ChineseText = Uni("\u672C\u6708\u6E05\u5355")
    Case "sp_month.tip"
        ChineseText = Uni("\u8FD9\u4E2A\u6708\u8BE5\u505A\u4EC0\u4E48")
    Case "sp_month.super"
        ChineseText = Uni("\u5148\u95EE\u6708\u4EFD,\u518D\u628A\u76EE\u6807\u3001\u62DC\u8BBF\u3001\u52A8\u4F5C\u3001\u5546\u673A\u548C" & _
            "\u56DE\u6B3E\u5199\u5165\u201C\u672C\u6708\u6E05\u5355\u201D\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00" & _
            "\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_kpi.label"
        ChineseText = Uni("\u66F4\u65B0KPI")
    Case "sp_kpi.tip"
        ChineseText = Uni("\u76EE\u6807\u5B8C\u6210\u7387\u3001\u5BA2\u6237\u8986\u76D6\u7387\u3001\u56DE\u6B3E\u53CA\u65F6\u7387")
    Case "sp_kpi.super"
        ChineseText = Uni("\u5148\u95EE\u6708\u4EFD,\u518D\u628A\u4E09\u4E2AKPI\u6309\u6708\u3001\u5B63\u3001\u5E74\u5199\u5165\u201C" & _
            "\u6708\u5EA6\u8DDF\u8E2A\u201D\u548C\u201C\u770B\u677F\u201D\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00" & _
            "\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_review.label"
        ChineseText = Uni("\u590D\u76D8")
    Case "sp_review.tip"
        ChineseText = Uni("\u672C\u5468\u548C\u672C\u6708:\u8BA1\u5212\u3001\u5B8C\u6210\u3001\u504F\u5DEE")
    Case "sp_review.super"
        ChineseText = Uni("\u5148\u95EE\u6708\u4EFD,\u518D\u628A\u8BA1\u5212\u548C\u5B8C\u6210\u5199\u5165\u201C\u590D\u76D8\u8BB0\u5F55" & _
            "\u201D,\u60A8\u53EA\u586B\u539F\u56E0\u548C\u6539\u8FDB;\u4EE5\u5F80\u5404\u671F\u548C\u60A8\u7684\u5224\u65AD" & _
            "\u90FD\u4FDD\u7559\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_funnel.label"
        ChineseText = Uni("\u884C\u52A8\u6F0F\u6597")
    Case "sp_funnel.tip"
        ChineseText = Uni("\u65B0\u5BA2\u6237\u76EE\u6807\u5012\u63A8\u6210\u6BCF\u6708\u52A8\u4F5C")
    Case "sp_funnel.super"
        ChineseText = Uni("\u7531\u5168\u5E74\u65B0\u5BA2\u6237\u76EE\u6807\u5012\u63A8\u7EBF\u7D22\u3001\u610F\u5411\u3001\u65B9\u6848" & _
            "\u548C\u7B7E\u5355,\u4E0E\u5B9E\u9645\u5BF9\u7167,\u5199\u5165\u201C\u884C\u52A8\u6F0F\u6597\u201D,\u5E76" & _
            "\u7B97\u6FC0\u52B1\u3002\u60A8\u6539\u7684\u52A8\u4F5C\u548C\u8D23\u4EFB\u4EBA\u4F1A\u4FDD\u7559\u3002\u53EF" & _
            "\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_group_yearend.label"
        ChineseText = Uni("\u5E74\u5E95")
    Case "sp_sprint.label"
        ChineseText = Uni("\u590D\u76D8\u4E0E\u51B2\u523A")
    Case "sp_sprint.tip"
        ChineseText = Uni("\u5E74\u5E95\u6253\u8C01\u7684\u7535\u8BDD,\u660E\u5E74\u5148\u548C\u8C01\u8C08")
    Case "sp_sprint.super"
        ChineseText = Uni("\u5199\u5165\u201C\u5E74\u5E95\u51B2\u523A\u201D:\u51B2\u523A\u540D\u5355\u548C\u90E8\u7F72\u540D\u5355,\u6309" & _
            "\u4EF7\u503C\u6392\u597D,\u5269\u51E0\u5929\u3001\u6765\u5F97\u53CA\u8054\u7CFB\u51E0\u5BB6;\u60A8\u586B\u7684" & _
            "\u7ED3\u679C\u4F1A\u8BB0\u5230\u201C\u8054\u7CFB\u8BB0\u5F55\u201D\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A" & _
            "\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_reorder.label"
        ChineseText = Uni("\u8FD4\u5355\u8BA1\u5212")
    Case "sp_reorder.tip"
        ChineseText = Uni("\u8001\u5BA2\u6237\u4EC0\u4E48\u65F6\u5019\u4E0B\u3001\u4E0B\u4EC0\u4E48\u3001\u4E0B\u591A\u5C11")
    Case "sp_reorder.super"
        ChineseText = Uni("\u5199\u5165\u201C\u8FD4\u5355\u8BA1\u5212\u201D:\u6BCF\u4E2A\u8001\u5BA2\u6237\u548C\u4EA7\u54C1\u7EBF\u7684" & _
            "\u4E0B\u6B21\u65E5\u671F\u3001\u8054\u7CFB\u65E5\u671F\u3001\u660E\u5E74\u91D1\u989D,\u4EE5\u53CA\u660E\u5E74" & _
            "\u76EE\u6807\u7684\u4E09\u4E2A\u6765\u6E90\u3002\u60A8\u6539\u8FC7\u7684\u4F1A\u4FDD\u7559\u3002\u53EF\u7528" & _
            "\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_scripts.label"
        ChineseText = Uni("\u8BDD\u672F")
    Case "sp_scripts.tip"
        ChineseText = Uni("\u540D\u5355\u4E0A\u6BCF\u4E2A\u5BA2\u6237\u4E00\u6BB5\u8BDD\u672F")
    Case "sp_scripts.super"
        ChineseText = Uni("\u5199\u5165\u201C\u8BDD\u672F\u201D\u548C\u201C\u5BA2\u6237\u8BDD\u672F\u201D:\u6BCF\u5957\u8BDD\u672F\u7684" & _
            "\u6210\u5355\u7387,\u540D\u5355\u4E0A\u6BCF\u4E2A\u5BA2\u6237\u4E00\u6BB5\u586B\u597D\u7684\u5185\u5BB9\u3002" & _
            "\u4E0D\u4F1A\u81EA\u5DF1\u53D1\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_yearend.label"
        ChineseText = Uni("\u5E74\u7EC8\u603B\u7ED3")
    Case "sp_yearend.tip"
        ChineseText = Uni("\u6570\u5B57\u3001\u5F52\u56E0\u3001\u660E\u5E74\u4E09\u7EA7\u76EE\u6807\u3001\u8981\u4EC0\u4E48\u652F\u6301")
    Case "sp_yearend.super"
        ChineseText = Uni("\u5199\u5165\u201C\u5E74\u7EC8\u603B\u7ED3\u201D\u548C\u201C\u5BA2\u6237\u5730\u56FE\u201D:\u7ED3\u679C\u3001" & _
            "\u589E\u957F\u662F\u4E0D\u662F\u6362\u6765\u7684\u3001\u4ECA\u5E74\u7684\u4ED7\u3001\u5F52\u56E0\u3001\u660E" & _
            "\u5E74\u76EE\u6807\u3001\u8981\u7684\u652F\u6301\u3002\u60A8\u5199\u7684\u53E5\u5B50\u4F1A\u4FDD\u7559\u3002" & _
            "\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_year-word.label"
        ChineseText = Uni("\u603B\u7ED3Word")
    Case "sp_year-word.tip"
        ChineseText = Uni("\u628A\u5E74\u7EC8\u603B\u7ED3\u5199\u6210Word\u6587\u4EF6")
    Case "sp_year-word.super"
        ChineseText = Uni("\u5728\u89C4\u5212\u7C3F\u65C1\u8FB9\u5199\u4E00\u4EFDWord\u5E74\u7EC8\u603B\u7ED3,\u6CA1\u5199\u7684\u5730" & _
            "\u65B9\u6807\u9EC4\u3002\u5DE5\u4F5C\u7C3F\u4E0D\u6539\u52A8,\u6CA1\u6709\u4EC0\u4E48\u8981\u64A4\u9500;\u539F" & _
            "\u6765\u7684Word\u6587\u4EF6\u4F1A\u53E6\u5B58\u4E00\u4EFD\u3002")
    Case "sp_menu_word.label"
        ChineseText = Uni("Word\u6587\u4EF6")
    Case "sp_menu_word.tip"
        ChineseText = Uni("\u611F\u8C22\u4FE1,\u5E74\u7EC8\u603B\u7ED3")
    Case "sp_menu_word.super"
        ChineseText = Uni("\u5728\u89C4\u5212\u7C3F\u65C1\u8FB9\u5199Word\u6587\u4EF6:\u7ED9\u90E8\u7F72\u540D\u5355\u7684\u611F\u8C22" & _
            "\u4FE1,\u6216\u5E74\u7EC8\u603B\u7ED3\u3002\u5DE5\u4F5C\u7C3F\u4E0D\u6539\u52A8,\u6CA1\u6709\u4EC0\u4E48\u8981" & _
            "\u64A4\u9500;\u4E0D\u4F1A\u81EA\u5DF1\u53D1\u3002")
    Case "sp_letters.label"
        ChineseText = Uni("\u611F\u8C22\u4FE1")
    Case "sp_letters.tip"
        ChineseText = Uni("\u7ED9\u90E8\u7F72\u540D\u5355\u5404\u5199\u4E00\u5C01\u611F\u8C22\u4FE1")
    Case "sp_letters.super"
        ChineseText = Uni("\u5728\u89C4\u5212\u7C3F\u65C1\u8FB9\u7ED9\u90E8\u7F72\u540D\u5355\u4E0A\u7684\u6BCF\u4E2A\u5BA2\u6237\u5199" & _
            "\u4E00\u4EFDWord\u611F\u8C22\u4FE1,\u5199\u8FDB\u201C\u5E74\u5E95\u8D44\u6599\u201D\u91CC\u7684\u8FDB\u6B65" & _
            "\u3002\u5DE5\u4F5C\u7C3F\u4E0D\u6539\u52A8,\u6CA1\u6709\u4EC0\u4E48\u8981\u64A4\u9500;\u4E0D\u4F1A\u81EA\u5DF1" & _
            "\u53D1\u3002")
    Case "sp_group_delivery.label"
        ChineseText = Uni("\u4EA4\u4ED8")
    Case "sp_undo.label"
        ChineseText = Uni("\u64A4\u9500\u4E0A\u4E00\u6B65")
    Case "sp_undo.tip"
        ChineseText = Uni("\u64A4\u9500\u672C\u52A0\u8F7D\u9879\u7684\u4E0A\u4E00\u6B65")
    Case "sp_undo.super"
        ChineseText = Uni("\u628A\u4E0A\u4E00\u4E2A\u6309\u94AE\u5199\u8FC7\u7684\u5355\u5143\u683C\u6062\u590D\u6210\u539F\u6765\u7684" & _
            "\u503C\u3001\u516C\u5F0F\u548C\u683C\u5F0F\u3002\u53EF\u8FDE\u7EED\u64A4\u9500\u6700\u8FD120\u6B65;\u4F60" & _
            "\u81EA\u5DF1\u7684\u624B\u5DE5\u8F93\u5165\u8BF7\u7528Ctrl+Z\u3002")
    Case "sp_report.label"
        ChineseText = Uni("\u6C47\u62A5\u9875")
    Case "sp_report.tip"
        ChineseText = Uni("\u8001\u677F\u4E24\u5206\u949F\u770B\u5B8C\u7684\u4E00\u9875")
    Case "sp_report.super"
        ChineseText = Uni("\u5199\u5165\u201C\u6C47\u62A5\u9875\u201D\u548C\u201C\u770B\u677F\u201D:\u6570\u5B57\u6709\u591A\u7A33\u3001" & _
            "\u4ECE\u54EA\u91CC\u6765\u3001\u9760\u4EC0\u4E48\u3001\u4E94\u4E2A\u98CE\u9669\u548C\u4E94\u4E2A\u673A\u4F1A" & _
            "\u3001\u8981\u4EC0\u4E48\u652F\u6301\u3002\u60A8\u5199\u7684\u8BF7\u6C42\u4F1A\u4FDD\u7559\u3002\u53EF\u7528" & _
            "\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062\u590D\u3002")
    Case "sp_submit.label"
        ChineseText = Uni("\u63D0\u4EA4\u89C4\u5212")
    Case "sp_submit.tip"
        ChineseText = Uni("\u8BB0\u4E0B\u63D0\u4EA4\u65F6\u7684\u6570\u5B57")
    Case "sp_submit.super"
        ChineseText = Uni("\u628A\u89C4\u5212\u72B6\u6001\u8BBE\u4E3A\u201C\u5DF2\u63D0\u4EA4\u201D,\u8BB0\u4E0B\u65E5\u671F\u548C\u5F53" & _
            "\u65F6\u7684\u6570\u5B57;\u4E4B\u540E\u6539\u4E86,\u201C\u6C47\u62A5\u9875\u201D\u548C\u201C\u68C0\u67E5\u7ED3" & _
            "\u679C\u201D\u4F1A\u770B\u5F97\u51FA\u6765\u3002\u53EF\u7528\u201C\u64A4\u9500\u4E0A\u4E00\u6B65\u201D\u6062" & _
            "\u590D\u3002")
    Case "sp_send.label"
        ChineseText = Uni("\u53D1\u7ED9\u8001\u677F")
    Case "sp_send.tip"
        ChineseText = Uni("\u5E72\u51C0\u526F\u672C\u3001PDF\u548C\u90AE\u4EF6\u8349\u7A3F")
    Case "sp_send.super"
        ChineseText = Uni("\u5728\u7C3F\u65C1\u8FB9\u7684\u6587\u4EF6\u5939\u91CC\u751F\u6210\u4E0D\u5E26\u5B8F\u3001\u4E0D\u5E26\u9690" & _
            "\u85CF\u5185\u5BB9\u7684\u526F\u672C\u3001PDF\u548C\u4E00\u5C01\u90AE\u4EF6\u8349\u7A3F,\u5E76\u6253\u5F00" & _
            "\u8349\u7A3F;\u4E0D\u4F1A\u81EA\u52A8\u53D1\u9001,\u5F53\u524D\u7C3F\u4E0D\u6539\u52A8,\u6CA1\u6709\u4EC0" & _
            "\u4E48\u8981\u64A4\u9500\u3002")
    Case "sp_menu_help.label"
        ChineseText = Uni("\u5E2E\u52A9")
    Case "sp_menu_help.tip"
        ChineseText = Uni("\u5411\u5BFC\u3001\u8BED\u8A00\u548C\u7248\u672C")
    Case "sp_menu_help.super"
        ChineseText = Uni("\u6253\u5F00\u5411\u5BFC\u3001\u5207\u6362\u4E2D\u6587\u6216\u82F1\u6587\u3001\u67E5\u770B\u7248\u672C\u3002" & _
            "\u4E0D\u4F1A\u6539\u52A8\u4EFB\u4F55\u6570\u636E,\u65E0\u9700\u64A4\u9500\u3002")
    Case "sp_help.label"
        ChineseText = Uni("\u6253\u5F00\u5411\u5BFC")
    Case "sp_lang_zh.label"
        ChineseText = Uni("\u4E2D\u6587")
    Case "sp_lang_en.label"
        ChineseText = "English"
    Case "sp_about.label"
        ChineseText = Uni("\u5173\u4E8E")
    Case "say.title"
        ChineseText = Uni("\u9500\u552E\u89C4\u5212")
    Case "say.new_name"
        ChineseText = Uni("\u5E74\u5EA6\u9500\u552E\u89C4\u5212.xlsx")
    Case "say.new_title"
        ChineseText = Uni("\u65B0\u5EFA\u89C4\u5212\u7C3F:\u9009\u62E9\u4FDD\u5B58\u4F4D\u7F6E")
    Case "say.filter_book"
        ChineseText = Uni("Excel\u5DE5\u4F5C\u7C3F")
    Case "say.filter_data"
        ChineseText = Uni("\u6570\u636E\u6587\u4EF6")
    Case "say.import_title"
        ChineseText = Uni("\u9009\u62E9\u8981\u5BFC\u5165\u7684\u6587\u4EF6")
    Case "say.month_prompt"
        ChineseText = Uni("\u770B\u54EA\u4E2A\u6708?\u4F8B\u59822027-03\u3002\u7559\u7A7A\u5219\u7528\u89C4\u5212\u7C3F\u91CC\u7684\u8DDF" & _
            "\u8E2A\u6708\u4EFD\u3002")
    Case "say.running"
        ChineseText = Uni("\u9500\u552E\u89C4\u5212\u6B63\u5728\u8BA1\u7B97\u2026\u2026")
    Case "say.no_book"
        ChineseText = Uni("\u6CA1\u6709\u6253\u5F00\u7684\u5DE5\u4F5C\u7C3F,\u8FD9\u4E00\u6B65\u505A\u4E0D\u4E86:\u8BF7\u5148\u6253\u5F00" & _
            "\u89C4\u5212\u7C3F(\u53D7\u4FDD\u62A4\u89C6\u56FE\u8BF7\u5148\u70B9\u201C\u542F\u7528\u7F16\u8F91\u201D)," & _
            "\u6216\u70B9\u201C\u65B0\u5EFA\u89C4\u5212\u7C3F\u201D\u3002")
    Case "say.no_python"
        ChineseText = Uni("\u627E\u4E0D\u5230\u672C\u52A0\u8F7D\u9879\u8981\u7528\u7684Python,\u4EC0\u4E48\u90FD\u6CA1\u6709\u6539\u52A8:" & _
            "\u8BF7\u5728\u547D\u4EE4\u884C\u8FD0\u884C salesplan addin doctor,\u6309\u63D0\u793A\u4FEE\u590D\u3002")
    Case "say.no_library"
        ChineseText = Uni("xlwings\u7684\u7A0B\u5E8F\u5E93(\u7248\u672C{version})\u4E0D\u5728Python\u65C1\u8FB9,\u591A\u534A\u662F\u7528p" & _
            "ip --user\u88C5\u7684\u6216\u7248\u672C\u4E0D\u5BF9,\u4EC0\u4E48\u90FD\u6CA1\u6709\u6539\u52A8:\u8BF7\u5728" & _
            "\u547D\u4EE4\u884C\u8FD0\u884C salesplan addin doctor,\u6309\u63D0\u793A\u4FEE\u590D\u3002")
    Case "say.store_excel"
        ChineseText = Uni("\u8FD9\u91CC\u7684Excel\u6765\u81EA\u5FAE\u8F6F\u5E94\u7528\u5546\u5E97,\u7528\u4E0D\u4E86\u672C\u52A0\u8F7D" & _
            "\u9879,\u4EC0\u4E48\u90FD\u6CA1\u6709\u6539\u52A8:\u8BF7\u4ECEoffice.com\u5B89\u88C5\u684C\u9762\u7248,\u518D" & _
            "\u8FD0\u884C salesplan addin doctor\u3002")
    Case "say.start_blocked"
        ChineseText = Uni("Windows\u4E0D\u8BA9Excel\u542F\u52A8Python(\u591A\u534A\u662F\u516C\u53F8\u7684Defender\u89C4\u5219),\u4EC0" & _
            "\u4E48\u90FD\u6CA1\u6709\u6539\u52A8:\u8BF7\u5728\u547D\u4EE4\u884C\u8FD0\u884C salesplan addin doctor,\u628A" & _
            "\u7ED3\u679C\u4EA4\u7ED9\u516C\u53F8IT\u3002")
    Case "say.wrong_xlwings"
        ChineseText = Uni("xlwings\u7684\u7248\u672C\u4E0E\u672C\u52A0\u8F7D\u9879\u4E0D\u4E00\u81F4(\u9700\u8981{version}),\u4EC0\u4E48" & _
            "\u90FD\u6CA1\u6709\u6539\u52A8:\u8BF7\u5728\u547D\u4EE4\u884C\u8FD0\u884C salesplan addin doctor,\u6309\u63D0" & _
            "\u793A\u4FEE\u590D\u3002")
    Case "say.no_package"
        ChineseText = Uni("Python\u91CC\u6CA1\u6709\u88C5\u597Dsalesplan-xl,\u4EC0\u4E48\u90FD\u6CA1\u6709\u6539\u52A8:\u8BF7\u5728\u547D" & _
            "\u4EE4\u884C\u8FD0\u884C salesplan addin doctor,\u6309\u63D0\u793A\u4FEE\u590D\u3002")
    Case "say.failed"
        ChineseText = Uni("\u8FD9\u4E00\u6B65\u6CA1\u80FD\u5B8C\u6210,\u539F\u56E0\u5728Excel\u4E0EPython\u7684\u8FDE\u63A5:\u8BF7\u91CD" & _
            "\u542FExcel\u518D\u8BD5;\u8FD8\u4E0D\u884C\u5C31\u5728\u547D\u4EE4\u884C\u8FD0\u884C salesplan addin doctor" & _
            "\u3002")
    Case "say.restart"
        ChineseText = Uni("\u8BED\u8A00\u5DF2\u8BB0\u4F4F,\u91CD\u542FExcel\u540E\u529F\u80FD\u533A\u4F1A\u7528\u65B0\u7684\u8BED\u8A00" & _
            "\u3002")
    Case Else
        ChineseText = key
    End Select
End Function

Private Function EnglishText(ByVal key As String) As String
    Select Case key
    Case "sp_tab.label"
        EnglishText = "Sales Plan"
    Case "sp_group_start.label"
        EnglishText = "Start"
    Case "sp_run.label"
        EnglishText = "Plan it all"
    Case "sp_run.tip"
        EnglishText = "Plan it all: from tiers to dashboard"
    Case "sp_run.super"
        EnglishText = "Works out tiers, health, targets, quarters, map, time, KPIs and checks, and writes them to the result sheets o" & _
            "f the active plan book. Targets and actions you edited are kept. Undo last restores everything."
    Case "sp_new.label"
        EnglishText = "New plan"
    Case "sp_new.tip"
        EnglishText = "Make a plan book: empty, or from last year's"
    Case "sp_new.super"
        EnglishText = "Choose where to save it; the new file is made and opened. With last year's book open you are asked whether to " & _
            "carry on from it; with a starter open, all you typed goes over. No open workbook changes, so there is nothing " & _
            "to undo: delete the new file if you do not want it."
    Case "sp_import.label"
        EnglishText = "Import"
    Case "sp_import.tip"
        EnglishText = "Import ERP or CRM exports"
    Case "sp_import.super"
        EnglishText = "Choose CSV or xlsx files. Headers are recognised and the rows go to the input sheets: customers, orders, recei" & _
            "vables and so on. Undo last restores them."
    Case "sp_check.label"
        EnglishText = "Check data"
    Case "sp_check.tip"
        EnglishText = "List every problem in the data"
    Case "sp_check.super"
        EnglishText = "Every problem, its cell and its remedy are listed on the Findings sheet; no other sheet changes. Undo last res" & _
            "tores it."
    Case "sp_group_customers.label"
        EnglishText = "Customers"
    Case "sp_tiers.label"
        EnglishText = "ABC tiers"
    Case "sp_tiers.tip"
        EnglishText = "Who carries 80 % of revenue"
    Case "sp_tiers.super"
        EnglishText = "Sorts customers into tiers A, B and C by revenue and fills the tier columns of the Customer health sheet. Undo" & _
            " last restores them."
    Case "sp_health.label"
        EnglishText = "Health"
    Case "sp_health.tip"
        EnglishText = "Stability, collections, relationship, growth"
    Case "sp_health.super"
        EnglishText = "Scores every customer with reasons on the Customer health sheet. Undo last restores it."
    Case "sp_group_targets.label"
        EnglishText = "Targets"
    Case "sp_targets.label"
        EnglishText = "Derive"
    Case "sp_targets.tip"
        EnglishText = "Next year's target, customer by customer"
    Case "sp_targets.super"
        EnglishText = "Fills Targets and Target summary: guaranteed, stretch and company figures. Numbers you edited are kept. Undo l" & _
            "ast restores them."
    Case "sp_quarters.label"
        EnglishText = "Quarters"
    Case "sp_quarters.tip"
        EnglishText = "Split targets into quarters and months"
    Case "sp_quarters.super"
        EnglishText = "Fills the Quarters sheet and the quarter columns of the Execution map; the quarters add up to the year, with w" & _
            "hat backs each one. Undo last restores them."
    Case "sp_projects.label"
        EnglishText = "Projects"
    Case "sp_projects.tip"
        EnglishText = "Which projects back each quarter"
    Case "sp_projects.super"
        EnglishText = "Fills Project reserve and the backing on Quarters: signing, cash and what is missing; projects that slipped or" & _
            " were lost leave a trace and a slip count. Undo last restores them."
    Case "sp_confidence.label"
        EnglishText = "How sure"
    Case "sp_confidence.tip"
        EnglishText = "How sure the targets are"
    Case "sp_confidence.super"
        EnglishText = "Works out the spread of next year from customers, losses and projects and fills How sure, Scenarios and Target" & _
            " summary. Scenarios you changed are kept. Undo last restores them."
    Case "sp_menu_lock.label"
        EnglishText = "Lock, unlock"
    Case "sp_menu_lock.tip"
        EnglishText = "Fix the targets, or open them again"
    Case "sp_menu_lock.super"
        EnglishText = "Fixed targets, quarters, guaranteed and stretch no longer change and the year is measured against them; opened" & _
            " again, the next run derives them anew. Undo last restores it."
    Case "sp_lock.label"
        EnglishText = "Lock targets"
    Case "sp_lock.tip"
        EnglishText = "The targets stay from now on"
    Case "sp_lock.super"
        EnglishText = "Fixes the targets, quarters, guaranteed and stretch of today and notes the day on Settings and in the log. Und" & _
            "o last restores it."
    Case "sp_unlock.label"
        EnglishText = "Unlock targets"
    Case "sp_unlock.tip"
        EnglishText = "The next run derives anew"
    Case "sp_unlock.super"
        EnglishText = "Opens fixed targets: the next run derives them anew from today's data. Undo last restores it."
    Case "sp_group_resources.label"
        EnglishText = "Resources"
    Case "sp_map.label"
        EnglishText = "Map"
    Case "sp_map.tip"
        EnglishText = "Per customer: target, visits, key action"
    Case "sp_map.super"
        EnglishText = "Fills the Execution map sheet. Actions and cadences you edited are kept. Undo last restores it."
    Case "sp_capacity.label"
        EnglishText = "Time"
    Case "sp_capacity.tip"
        EnglishText = "Days needed, days there are, how to share them"
    Case "sp_capacity.super"
        EnglishText = "Fills the Time sheet: days the visits need, days there are, and the 6-3-1 share. Undo last restores it."
    Case "sp_accounts.label"
        EnglishText = "Accounts"
    Case "sp_accounts.tip"
        EnglishText = "Which few, who answers, stuck where"
    Case "sp_accounts.super"
        EnglishText = "Fills Key accounts, Account actions and Judgements: where it is stuck, four questions to every action, judgeme" & _
            "nts due, what else. What you typed stays. Undo last restores them."
    Case "sp_group_execution.label"
        EnglishText = "Execution"
    Case "sp_month-start.label"
        EnglishText = "Month start"
    Case "sp_month-start.tip"
        EnglishText = "What to do and collect this month"
    Case "sp_month-start.super"
        EnglishText = "Asks for the month and fills the Month list: collections, projects, customers, visits, and names conflicts of " & _
            "resources. Moves no as-of date and fixes nothing. Undo last restores it."
    Case "sp_month-end.label"
        EnglishText = "Month end"
    Case "sp_month-end.tip"
        EnglishText = "Checks, KPIs, funnel, review, forecast"
    Case "sp_month-end.super"
        EnglishText = "One click after the month's imports: asks for the month, takes the data to its end and updates tracking, funne" & _
            "l, reviews, the year's forecast, dashboard and report. Undo last restores it."
    Case "sp_menu_month.label"
        EnglishText = "Step by step"
    Case "sp_menu_month.tip"
        EnglishText = "KPIs, list, review, funnel one by one"
    Case "sp_menu_month.super"
        EnglishText = "The parts of month start and month end, each on its own. Undo last restores it."
    Case "sp_month.label"
        EnglishText = "Month list"
    Case "sp_month.tip"
        EnglishText = "What to do this month"
    Case "sp_month.super"
        EnglishText = "Asks for the month and lists targets, visits, actions, opportunities and receivables on the Month list sheet. " & _
            "Undo last restores it."
    Case "sp_kpi.label"
        EnglishText = "KPIs"
    Case "sp_kpi.tip"
        EnglishText = "Completion, coverage, on-time collection"
    Case "sp_kpi.super"
        EnglishText = "Asks for the month and writes the three KPIs by month, quarter and year to Month tracking and Dashboard. Undo " & _
            "last restores them."
    Case "sp_review.label"
        EnglishText = "Review"
    Case "sp_review.tip"
        EnglishText = "Week and month: planned, done, deviation"
    Case "sp_review.super"
        EnglishText = "Asks for the month and fills Reviews with planned and done; you judge cause and correction. Earlier periods an" & _
            "d your judgements are kept. Undo last restores it."
    Case "sp_funnel.label"
        EnglishText = "Funnel"
    Case "sp_funnel.tip"
        EnglishText = "New customers worked back to actions"
    Case "sp_funnel.super"
        EnglishText = "Works the year's new customers back to leads, needs, proposals and signatures, compares with what was done and" & _
            " fills Action funnel, bonus included. Actions and owners you edited are kept. Undo last restores it."
    Case "sp_group_yearend.label"
        EnglishText = "Year end"
    Case "sp_sprint.label"
        EnglishText = "Sprint"
    Case "sp_sprint.tip"
        EnglishText = "Whom to call before the year ends"
    Case "sp_sprint.super"
        EnglishText = "Fills Year-end sprint: whom to call now and whose next year to prepare, by value, with the days left. Results " & _
            "you typed move to Contact record. Undo last restores them."
    Case "sp_reorder.label"
        EnglishText = "Reorders"
    Case "sp_reorder.tip"
        EnglishText = "When old customers order, what, how much"
    Case "sp_reorder.super"
        EnglishText = "Fills Reorder plan: next date, contact day and next year's amount of every customer and line, and the target b" & _
            "y three sources. Your edits are kept. Undo last restores it."
    Case "sp_scripts.label"
        EnglishText = "Scripts"
    Case "sp_scripts.tip"
        EnglishText = "A text for every customer listed"
    Case "sp_scripts.super"
        EnglishText = "Fills Scripts and Texts by customer: what each script brought, and a filled text for everybody listed. Nothing" & _
            " is sent. Undo last restores them."
    Case "sp_yearend.label"
        EnglishText = "Year report"
    Case "sp_yearend.tip"
        EnglishText = "Figures, causes, next year's goals, requests"
    Case "sp_yearend.super"
        EnglishText = "Fills Year report and Customer map: results, whether growth was bought, battles, causes, goals, requests. The " & _
            "sentences you wrote are kept. Undo last restores them."
    Case "sp_year-word.label"
        EnglishText = "As Word"
    Case "sp_year-word.tip"
        EnglishText = "The year report as a Word file"
    Case "sp_year-word.super"
        EnglishText = "Writes the year report as a Word file beside the book; what is still to be written is yellow. No workbook chan" & _
            "ges, so there is nothing to undo; a former Word file is kept."
    Case "sp_menu_word.label"
        EnglishText = "Word files"
    Case "sp_menu_word.tip"
        EnglishText = "Letters, year report"
    Case "sp_menu_word.super"
        EnglishText = "Writes Word files beside the book: letters for the deployment list, or the year report. No workbook changes, s" & _
            "o there is nothing to undo; nothing is sent."
    Case "sp_letters.label"
        EnglishText = "Letters"
    Case "sp_letters.tip"
        EnglishText = "Thank-you letters for the deployment list"
    Case "sp_letters.super"
        EnglishText = "Writes a Word letter for each customer of the deployment list beside the book, with what stands in Year-end da" & _
            "ta. No workbook changes, so there is nothing to undo; nothing is sent."
    Case "sp_group_delivery.label"
        EnglishText = "Deliver"
    Case "sp_undo.label"
        EnglishText = "Undo last"
    Case "sp_undo.tip"
        EnglishText = "Undo the last step of this add-in"
    Case "sp_undo.super"
        EnglishText = "Puts back the values, formulas and formats the last button changed, and undoes up to 20 such steps one by one." & _
            " For your own typing use Ctrl+Z."
    Case "sp_report.label"
        EnglishText = "Report"
    Case "sp_report.tip"
        EnglishText = "One page for the boss"
    Case "sp_report.super"
        EnglishText = "Fills Report and Dashboard: the figure and how sure, where it comes from, what backs it, risks, chances and re" & _
            "quests. What you wrote is kept. Undo last restores them."
    Case "sp_submit.label"
        EnglishText = "Submit"
    Case "sp_submit.tip"
        EnglishText = "Keep the figures handed in"
    Case "sp_submit.super"
        EnglishText = "Marks the plan as submitted and keeps its date and figures on Settings; later changes show on Report and Findi" & _
            "ngs. Undo last restores it."
    Case "sp_send.label"
        EnglishText = "To the boss"
    Case "sp_send.tip"
        EnglishText = "Clean copy, PDF and mail draft"
    Case "sp_send.super"
        EnglishText = "Puts a clean copy without macros or hidden content, a PDF and a mail draft into a folder beside the book and o" & _
            "pens the draft. Nothing is sent; the book does not change, so there is nothing to undo."
    Case "sp_menu_help.label"
        EnglishText = "Help"
    Case "sp_menu_help.tip"
        EnglishText = "Guide, language and version"
    Case "sp_menu_help.super"
        EnglishText = "Open the guide, switch between Chinese and English, see the version. No data changes, nothing to undo."
    Case "sp_help.label"
        EnglishText = "Open the guide"
    Case "sp_lang_zh.label"
        EnglishText = Uni("\u4E2D\u6587")
    Case "sp_lang_en.label"
        EnglishText = "English"
    Case "sp_about.label"
        EnglishText = "About"
    Case "say.title"
        EnglishText = "Sales Plan"
    Case "say.new_name"
        EnglishText = "SalesPlan.xlsx"
    Case "say.new_title"
        EnglishText = "New plan: where to save it"
    Case "say.filter_book"
        EnglishText = "Excel workbook"
    Case "say.filter_data"
        EnglishText = "Data files"
    Case "say.import_title"
        EnglishText = "Choose the files to import"
    Case "say.month_prompt"
        EnglishText = "Which month? For example 2027-03. Leave it blank for the month tracked in the book."
    Case "say.running"
        EnglishText = "Sales Plan is working ..."
    Case "say.no_book"
        EnglishText = "No workbook is open, so this step cannot run: open a plan book first (in Protected View click Enable Editing)," & _
            " or click New plan."
    Case "say.no_python"
        EnglishText = "The Python this add-in uses was not found and nothing was changed: run salesplan addin doctor at a command pro" & _
            "mpt and follow its advice."
    Case "say.no_library"
        EnglishText = "The xlwings library (version {version}) is not beside Python, probably because of pip --user or another versio" & _
            "n, and nothing was changed: run salesplan addin doctor at a command prompt and follow its advice."
    Case "say.store_excel"
        EnglishText = "Excel here comes from the Microsoft Store and cannot use this add-in; nothing was changed: install the desktop" & _
            " version from office.com, then run salesplan addin doctor."
    Case "say.start_blocked"
        EnglishText = "Windows does not let Excel start Python, probably because of a Defender rule of your company, and nothing was " & _
            "changed: run salesplan addin doctor at a command prompt and hand the result to your IT department."
    Case "say.wrong_xlwings"
        EnglishText = "xlwings does not match this add-in (it needs {version}) and nothing was changed: run salesplan addin doctor at" & _
            " a command prompt and follow its advice."
    Case "say.no_package"
        EnglishText = "The package salesplan-xl is not properly installed in Python and nothing was changed: run salesplan addin doct" & _
            "or at a command prompt and follow its advice."
    Case "say.failed"
        EnglishText = "The step could not be completed because Excel and Python lost touch: restart Excel and try again; if it stays," & _
            " run salesplan addin doctor at a command prompt."
    Case "say.restart"
        EnglishText = "The language is kept; the ribbon shows it after Excel is restarted."
    Case Else
        EnglishText = key
    End Select
End Function
