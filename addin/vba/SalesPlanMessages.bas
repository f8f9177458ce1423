Attribute VB_Name = "SalesPlanMessages"
Option Explicit
' One sentence when Excel and Python do not find each other, and the language of the ribbon.

Public Function Message(ByVal code As String) As String
    Message = Replace(LabelText("say." & code, RibbonLanguage()), "{version}", XLWINGS_VERSION)
End Function

Public Sub Say(ByVal code As String)
    #If Mac Then
        MsgBox Message(code), vbExclamation, Message("title")
    #Else
        On Error GoTo plain
        ' Unlike MsgBox it shows Chinese on every Windows; 4096 keeps it in front of Excel.
        CreateObject("WScript.Shell").Popup Message(code), 0, Message("title"), 48 + 4096
        Exit Sub
plain:
        MsgBox Message(code), vbExclamation, Message("title")
    #End If
End Sub

' Python's own words help nobody in Excel; salesplan addin doctor finds the cause.
Public Sub ReportFailure(ByVal detail As String)
    Debug.Print detail
    Application.StatusBar = False
    Say FailureCode(detail)
End Sub

Public Function FailureCode(ByVal detail As String) As String
    If Mentions(detail, "No module named 'xlwings") Or Mentions(detail, "xlwings32") Or _
        Mentions(detail, "xlwings64") Or Mentions(detail, ".applescript") Then
        FailureCode = "wrong_xlwings"
    ElseIf Mentions(detail, "Could not create Python process") Or Mentions(detail, "Access is denied") Then
        FailureCode = "start_blocked"
    ElseIf Mentions(detail, "No module named") Or Mentions(detail, "ImportError") Then
        FailureCode = "no_package"
    ElseIf Mentions(detail, "No such file") Or Mentions(detail, "command not found") Then
        FailureCode = "no_python"
    Else
        FailureCode = "failed"
    End If
End Function

Private Function Mentions(ByVal text As String, ByVal part As String) As Boolean
    Mentions = InStr(1, text, part, vbTextCompare) > 0
End Function

' False after one sentence when this machine lacks what a button needs.
Public Function PythonIsReady() As Boolean
    Dim interpreter As String
    On Error GoTo failed
    #If Mac Then
        ' Looking for the file would make the sandbox ask for access; a shell that finds no Python reports itself.
        interpreter = GetConfig("INTERPRETER_MAC", "")
        If interpreter = "" Then
            Say "no_python"
        Else
            PythonIsReady = True
        End If
    #Else
        interpreter = GetConfig("INTERPRETER_WIN", "")
        If Not FileExists(interpreter) Then
            Say "no_python"
        ElseIf Not DllIsBeside(interpreter) Then
            Say "no_library"
        ElseIf Mentions(Application.Path, "\WindowsApps\") Then
            Say "store_excel"
        Else
            PythonIsReady = True
        End If
    #End If
    Exit Function
failed:
    ReportFailure Err.Description
End Function

' xlwings puts its library beside python.exe, or one folder above it in a virtual environment.
Private Function DllIsBeside(ByVal interpreter As String) As Boolean
    Dim folder As String, library As String
    #If Win64 Then
        library = "\xlwings64-" & XLWINGS_VERSION & ".dll"
    #Else
        library = "\xlwings32-" & XLWINGS_VERSION & ".dll"
    #End If
    folder = ParentFolder(interpreter)
    DllIsBeside = FileExists(folder & library)
    If Not DllIsBeside Then DllIsBeside = FileExists(ParentFolder(folder) & library)
End Function

' "zh" or "en": what the user chose in the menu, else the language Excel shows.
Public Function RibbonLanguage() As String
    Dim chosen As String
    On Error Resume Next
    chosen = GetSetting("SalesPlan", "Ribbon", "Language", "")
    If chosen = "zh" Or chosen = "en" Then
        RibbonLanguage = chosen
    Else
        RibbonLanguage = ExcelLanguage()
    End If
End Function

Public Sub KeepLanguage(ByVal language As String)
    On Error Resume Next
    SaveSetting "SalesPlan", "Ribbon", "Language", language
End Sub

Private Function ExcelLanguage() As String
    Dim host As Object, languageId As Long, country As Long
    On Error Resume Next
    Set host = Application
    ' 2 is the user interface (msoLanguageIDUI); Mac has no language settings but knows its country.
    languageId = host.LanguageSettings.LanguageID(2)
    country = host.International(1)
    ' The low ten bits are the language: 4 is Chinese, simplified or traditional; 86 is China.
    If (languageId And &H3FF) = 4 Or (languageId = 0 And country = 86) Then
        ExcelLanguage = "zh"
    Else
        ExcelLanguage = "en"
    End If
End Function
