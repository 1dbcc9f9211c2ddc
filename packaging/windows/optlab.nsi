; The installer for one person: no administrator, silent with /S, over an older version in place.
; VERSION, BUNDLE and OUT come from the build.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"
SetCompressor /SOLID lzma
Name "OptLab"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\OptLab"
InstallDirRegKey HKCU "Software\OptLab" "InstallDir"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "OptLab"
VIAddVersionKey "FileDescription" "OptLab installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\OptLab"
!define CLASSES "Software\Classes"
!define MUI_FINISHPAGE_RUN "$INSTDIR\OptLab.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A program that runs holds its file: then nothing is touched, and the old version stays whole.
!macro StopIfRunning
  ${If} ${FileExists} "$INSTDIR\OptLab.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\OptLab.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "OptLab is running: close it, then start this again. Nothing was changed." /SD IDOK
      SetErrorLevel 2
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section "OptLab"
  SetShellVarContext current
  !insertmacro StopIfRunning
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal"
  File /r "${BUNDLE}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\OptLab.lnk" "$INSTDIR\OptLab.exe"
  WriteRegStr HKCU "Software\OptLab" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${CLASSES}\.optlab" "" "OptLab.Experiment"
  WriteRegStr HKCU "${CLASSES}\OptLab.Experiment" "" "OptLab experiment"
  WriteRegStr HKCU "${CLASSES}\OptLab.Experiment\DefaultIcon" "" "$INSTDIR\OptLab.exe,0"
  WriteRegStr HKCU "${CLASSES}\OptLab.Experiment\shell\open\command" "" '"$INSTDIR\OptLab.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "OptLab"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\OptLab.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "OptLab contributors"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

; Only what was installed goes: experiments and settings of the person stay.
Section "Uninstall"
  SetShellVarContext current
  !insertmacro StopIfRunning
  Delete "$SMPROGRAMS\OptLab.lnk"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\OptLab.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\OptLab"
  DeleteRegKey HKCU "${CLASSES}\OptLab.Experiment"
  DeleteRegKey HKCU "${CLASSES}\.optlab"
SectionEnd
