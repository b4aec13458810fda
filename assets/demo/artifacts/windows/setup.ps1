# Prepare a session host: time zone redirection, storage sense off, fonts in place.
$ErrorActionPreference = 'Stop'
Set-ItemProperty -Path 'HKLM:\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services' -Name fEnableTimeZoneRedirection -Value 1
Expand-Archive -Path C:\Windows\Temp\fonts.zip -DestinationPath C:\Windows\Fonts -Force
