; The installer for one person: no administrator, silent with /S, over an older version in place.
; VERSION, BUNDLE and OUT come from the build.
;
; A new version is unpacked beside the old one, and takes its place only when all of it is there: a
; full disk, a cancelled install or a power cut before that leaves the old version as it was. The
; swap itself is eight renames; OptLab.exe goes first and comes last, so that there is never half a
; program to start, and what an interrupted swap left is put back by the next start of the installer.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"
SetCompressor /SOLID lzma
SetDateSave off
AllowSkipFiles off
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
!define NEW "$INSTDIR\new"
!define OLD "$INSTDIR\old"
!define MUI_FINISHPAGE_RUN "$INSTDIR\OptLab.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!macro Stop SENTENCE
  MessageBox MB_OK|MB_ICONEXCLAMATION "${SENTENCE} Nothing was changed." /SD IDOK
  SetErrorLevel 2
  Abort
!macroend

; A program that runs holds its file.
!macro StopIfRunning
  ${If} ${FileExists} "$INSTDIR\OptLab.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\OptLab.exe" a
    ${If} ${Errors}
      !insertmacro Stop "OptLab is running: close it, then start this again."
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro Move NAME FROM TO
  ${If} ${FileExists} "${FROM}\${NAME}"
    Rename "${FROM}\${NAME}" "${TO}\${NAME}"
  ${EndIf}
!macroend

; Whatever lies aside goes back to its place, and what has taken its place goes out of the way.
!macro PutBack NAME
  ${If} ${FileExists} "${OLD}\${NAME}"
    !insertmacro Move "${NAME}" "$INSTDIR" "${NEW}"
    !insertmacro Move "${NAME}" "${OLD}" "$INSTDIR"
  ${EndIf}
!macroend

!macro PutAllBack
  CreateDirectory "${NEW}"
  !insertmacro PutBack "_internal"
  !insertmacro PutBack "licences"
  !insertmacro PutBack "uninstall.exe"
  !insertmacro PutBack "OptLab.exe"
  RMDir /r "${NEW}"
  RMDir "${OLD}"
!macroend

!macro StopAfterErrors
  ${If} ${Errors}
    !insertmacro PutAllBack
    !insertmacro Stop "Some program uses the folder $INSTDIR: close it, then start this again."
  ${EndIf}
!macroend

Function .onInstFailed
  SetOutPath "$TEMP" ; or the folder could not go
  RMDir /r "${NEW}"
  RMDir "$INSTDIR"
FunctionEnd

Section "OptLab"
  SetShellVarContext current
  !insertmacro StopIfRunning
  ${If} ${FileExists} "${OLD}\OptLab.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\OptLab.exe"
    !insertmacro PutAllBack
  ${EndIf}
  RMDir /r "${OLD}"
  RMDir /r "${NEW}"
  ClearErrors
  SetOutPath "${NEW}"
  File /r "${BUNDLE}/*.*"
  WriteUninstaller "${NEW}\uninstall.exe"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    !insertmacro Stop "OptLab could not be written to $INSTDIR: is the disk full?"
  ${EndIf}
  !insertmacro StopIfRunning
  ClearErrors
  CreateDirectory "${OLD}"
  !insertmacro Move "OptLab.exe" "$INSTDIR" "${OLD}"
  !insertmacro Move "uninstall.exe" "$INSTDIR" "${OLD}"
  !insertmacro Move "licences" "$INSTDIR" "${OLD}"
  !insertmacro Move "_internal" "$INSTDIR" "${OLD}"
  !insertmacro StopAfterErrors
  !insertmacro Move "_internal" "${NEW}" "$INSTDIR"
  !insertmacro Move "licences" "${NEW}" "$INSTDIR"
  !insertmacro Move "uninstall.exe" "${NEW}" "$INSTDIR"
  !insertmacro Move "OptLab.exe" "${NEW}" "$INSTDIR"
  !insertmacro StopAfterErrors
  RMDir "${NEW}"
  RMDir /r "${OLD}"
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
  RMDir /r "${NEW}"
  RMDir /r "${OLD}"
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
