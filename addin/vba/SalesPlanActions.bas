Attribute VB_Name = "SalesPlanActions"
Option Explicit
' A button: is there a book, is Python there, what must be asked first, then one line of Python.

Public Sub PressButton(ByVal action As String)
    Dim argument As String
    If NeedsBook(action) And Not BookIsOpen() Then
        Say "no_book"
    ElseIf Not PythonIsReady() Then
        ' PythonIsReady has said why.
    ElseIf Asked(action, argument) Then
        RunAction action, argument
    End If
End Sub

Public Function NeedsBook(ByVal action As String) As Boolean
    Select Case action
    Case {bookless}
        NeedsBook = False
    Case Else
        NeedsBook = True
    End Select
End Function

Public Function BookIsOpen() As Boolean
    BookIsOpen = Not ActiveWorkbook Is Nothing
End Function

Private Sub RunAction(ByVal action As String, ByVal argument As String)
    Dim blank As Workbook
    On Error GoTo failed
    ' Without any workbook xlwings does not find this Excel.
    If Not BookIsOpen() Then Set blank = Workbooks.Add
    RunPython "import salesplan_xl.doors.ribbon as r; r.press('" & action & "', '" & HexText(argument) & "', '" & RibbonLanguage() & "')"
    CloseBlank blank
    Exit Sub
failed:
    ReportFailure Err.Description
    CloseBlank blank
End Sub

Private Sub CloseBlank(ByVal blank As Workbook)
    On Error Resume Next
    If Not blank Is Nothing Then blank.Close SaveChanges:=False
End Sub

' True when the user answered, or nothing has to be asked; False when the user cancelled.
Private Function Asked(ByVal action As String, ByRef argument As String) As Boolean
    Select Case action
    Case "new"
        Asked = AskedNewPath(argument)
    Case "import"
        Asked = AskedFiles(argument)
    Case {month}
        Asked = AskedMonth(action, argument)
    Case Else
        Asked = True
    End Select
End Function

Private Function AskedNewPath(ByRef argument As String) As Boolean
    Dim answer As Variant
    #If Mac Then
        answer = Application.GetSaveAsFilename(InitialFileName:=Message("new_name"))
    #Else
        answer = Application.GetSaveAsFilename(InitialFileName:=Message("new_name"), _
            FileFilter:=Message("filter_book") & " (*.xlsx), *.xlsx", Title:=Message("new_title"))
    #End If
    If VarType(answer) = vbBoolean Then Exit Function
    argument = CStr(answer)
    If LCase$(Right$(argument, 5)) <> ".xlsx" Then argument = argument & ".xlsx"
    AskedNewPath = True
End Function

Private Function AskedFiles(ByRef argument As String) As Boolean
    Dim answer As Variant, i As Long
    #If Mac Then
        answer = Application.GetOpenFilename(Title:=Message("import_title"))
    #Else
        answer = Application.GetOpenFilename(FileFilter:=Message("filter_data") & _
            " (*.csv;*.txt;*.xlsx;*.xlsm;*.xls;*.et), *.csv;*.txt;*.xlsx;*.xlsm;*.xls;*.et", _
            Title:=Message("import_title"), MultiSelect:=True)
    #End If
    If IsArray(answer) Then
        For i = LBound(answer) To UBound(answer)
            If argument <> "" Then argument = argument & "|"
            argument = argument & CStr(answer(i))
        Next i
        AskedFiles = True
    ElseIf VarType(answer) <> vbBoolean Then
        argument = CStr(answer)
        AskedFiles = True
    Else
        ' Cancelled on the sheet of imports: the cells pasted there come in without a file.
        AskedFiles = OnImportSheet()
    End If
End Function

Private Function OnImportSheet() As Boolean
    Dim table As Object
    On Error Resume Next
    Set table = ActiveSheet.ListObjects("tblImportForm")
    OnImportSheet = Not table Is Nothing
End Function

Private Function AskedMonth(ByVal action As String, ByRef argument As String) As Boolean
    Dim answer As Variant
    ' Excel's own input box: unlike VBA's it shows Chinese on every Windows and tells Cancel from a blank answer.
    answer = Application.InputBox(Prompt:=Message("month_prompt"), _
        Title:=LabelText("sp_" & action & ".label", RibbonLanguage()), Default:=BookMonth(), Type:=2)
    If VarType(answer) = vbBoolean Then Exit Function
    argument = Trim$(CStr(answer))
    AskedMonth = True
End Function

' The month tracked in the active book, blank when it is no plan book.
Private Function BookMonth() As String
    Dim found As Variant
    On Error Resume Next
    found = ActiveWorkbook.Names("sp_current_month").RefersToRange.Value
    If VarType(found) = vbDate Then
        BookMonth = Format$(found, "yyyy-mm")
    ElseIf VarType(found) = vbString Then
        BookMonth = found
    End If
End Function

' UTF-16BE as hexadecimal digits: paths reach Python whatever the code page.
Public Function HexText(ByVal text As String) As String
    Dim i As Long, unit As Long, digits As String
    For i = 1 To Len(text)
        unit = AscW(Mid$(text, i, 1))
        digits = digits & Right$("000" & Hex$(unit And &HFFFF&), 4)
    Next i
    HexText = digits
End Function

Public Function ActiveBookName() As String
    If BookIsOpen() Then ActiveBookName = ActiveWorkbook.Name
End Function

' A book's name inside a double-quoted shell word (Mac): nothing in it is a command.
Public Function ShellText(ByVal text As String) As String
    text = Replace(text, "\", "\\")
    text = Replace(text, """", "\""")
    text = Replace(text, "$", "\$")
    ShellText = Replace(text, "`", "\`")
End Function

' A path as one shell word (Mac), whatever spaces are in it.
Public Function ShellPath(ByVal path As String) As String
    ShellPath = "'" & Replace(path, "'", "'\''") & "'"
End Function
