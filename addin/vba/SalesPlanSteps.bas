Attribute VB_Name = "SalesPlanSteps"
Option Explicit
' Many steps on the sheets of a book in one call from Python: what each of them asks of Excel stays inside Excel.

' Columns of the table of steps, counted from its first one.
Private Const VERB_AT As Long = 0
Private Const SHEET_AT As Long = 1
Private Const PLACE_AT As Long = 2
Private Const TARGET_AT As Long = 3
Private Const TARGET_PLACE_AT As Long = 4
Private Const OFFSET_AT As Long = 5
Private Const ROWS_AT As Long = 6
Private Const WIDTH_AT As Long = 7

' The answers, one a step, after the number of the step that Excel refused (0: none); its answer is the reason.
Public Function DoSteps(ByVal bookName As String, ByVal steps As Variant, ByVal canvas As Variant) As Variant
    Dim answers() As Variant, first As Long, i As Long
    first = LBound(steps, 1)
    ReDim answers(0 To UBound(steps, 1) - first + 1)
    answers(0) = 0
    On Error GoTo refused
    For i = first To UBound(steps, 1)
        If StepText(steps, i, VERB_AT) <> "" Then answers(i - first + 1) = OneStep(Workbooks(bookName), steps, i, canvas)
    Next i
    DoSteps = answers
    Exit Function
refused:
    answers(0) = i - first + 1
    answers(i - first + 1) = Err.Description
    DoSteps = answers
End Function

Private Function StepText(ByRef steps As Variant, ByVal at As Long, ByVal column As Long) As String
    StepText = CStr(steps(at, LBound(steps, 2) + column))
End Function

Private Function StepNumber(ByRef steps As Variant, ByVal at As Long, ByVal column As Long) As Long
    StepNumber = CLng(steps(at, LBound(steps, 2) + column))
End Function

Private Function OneStep(ByVal book As Workbook, ByRef steps As Variant, ByVal at As Long, ByRef canvas As Variant) As Variant
    Dim page As Worksheet, place As String
    Set page = book.Worksheets(StepText(steps, at, SHEET_AT))
    place = StepText(steps, at, PLACE_AT)
    Select Case StepText(steps, at, VERB_AT)
    Case "value"
        OneStep = page.Range(place).Value
    Case "formula"
        OneStep = page.Range(place).Formula
    Case "used"
        OneStep = page.UsedRange.Address
    Case "visible"
        OneStep = page.Visible
    Case "write"
        page.Range(place).Value = BlockOf(steps, at, canvas)
    Case "show"
        page.Visible = xlSheetVisible
    Case "hide"
        page.Visible = xlSheetHidden
    Case "activate"
        book.Activate
        page.Activate
    Case Else
        ChangeRows page, place, book, steps, at
    End Select
End Function

Private Sub ChangeRows(ByVal page As Worksheet, ByVal place As String, ByVal book As Workbook, ByRef steps As Variant, ByVal at As Long)
    Dim target As String, targetPlace As String
    target = StepText(steps, at, TARGET_AT)
    targetPlace = StepText(steps, at, TARGET_PLACE_AT)
    Select Case StepText(steps, at, VERB_AT)
    Case "clear_contents"
        page.Range(place).ClearContents
    Case "clear"
        page.Range(place).Clear
    Case "insert"
        page.Range(place).Insert xlShiftDown, xlFormatFromLeftOrAbove
    Case "delete"
        page.Range(place).Delete xlShiftUp
    Case "copy"
        page.Range(place).Copy book.Worksheets(target).Range(targetPlace)
    Case "paste_merged"
        PasteKind page.Range(place), book.Worksheets(target).Range(targetPlace), xlPasteAllMergingConditionalFormats
    Case "paste_validation"
        PasteKind page.Range(place), book.Worksheets(target).Range(targetPlace), xlPasteValidation
    Case "resize"
        page.ListObjects(target).Resize page.Range(place)
    Case "show_rows"
        ShowRows page.ListObjects(target)
    Case Else
        Err.Raise 5
    End Select
End Sub

' A table without the user's filter: where rows are filtered out Excel deletes and copies only what it shows.
Private Sub ShowRows(ByVal listed As ListObject)
    If listed.ShowAutoFilter Then
        listed.ShowAutoFilter = False
        listed.ShowAutoFilter = True
    End If
End Sub

Private Sub PasteKind(ByVal source As Range, ByVal target As Range, ByVal kind As Long)
    source.Copy
    target.PasteSpecial kind
    Application.CutCopyMode = False
End Sub

' The part of the canvas that a step writes.
Private Function BlockOf(ByRef steps As Variant, ByVal at As Long, ByRef canvas As Variant) As Variant
    Dim block() As Variant, top As Long, left As Long, r As Long, c As Long
    top = LBound(canvas, 1) + StepNumber(steps, at, OFFSET_AT)
    left = LBound(canvas, 2)
    ReDim block(1 To StepNumber(steps, at, ROWS_AT), 1 To StepNumber(steps, at, WIDTH_AT))
    For r = 1 To UBound(block, 1)
        For c = 1 To UBound(block, 2)
            block(r, c) = canvas(top + r - 1, left + c - 1)
        Next c
    Next r
    BlockOf = block
End Function
