Attribute VB_Name = "SalesPlanRibbon"
Option Explicit
' What the ribbon calls. Everything a control shows comes from the generated module SalesPlanLabels;
' everything a button does is in SalesPlanActions.

Private mRibbon As IRibbonUI

Public Sub RibbonLoaded(ByVal ribbon As IRibbonUI)
    Set mRibbon = ribbon
End Sub

Public Sub GetLabel(ByVal control As IRibbonControl, ByRef returnedVal As Variant)
    returnedVal = LabelText(control.ID & ".label", RibbonLanguage())
End Sub

Public Sub GetScreentip(ByVal control As IRibbonControl, ByRef returnedVal As Variant)
    returnedVal = LabelText(control.ID & ".tip", RibbonLanguage())
End Sub

Public Sub GetSupertip(ByVal control As IRibbonControl, ByRef returnedVal As Variant)
    returnedVal = LabelText(control.ID & ".super", RibbonLanguage())
End Sub

Public Sub GetEnabled(ByVal control As IRibbonControl, ByRef returnedVal As Variant)
    returnedVal = BookIsOpen()
End Sub

Public Sub ButtonPressed(ByVal control As IRibbonControl)
    PressButton control.Tag
End Sub

Public Sub LanguageChosen(ByVal control As IRibbonControl)
    KeepLanguage control.Tag
    If mRibbon Is Nothing Then
        Say "restart"
    Else
        mRibbon.Invalidate
    End If
End Sub

Public Sub RefreshRibbon()
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
End Sub
