# Turn off services that a pooled desktop never needs.
$ErrorActionPreference = 'Stop'
'MapsBroker', 'XblAuthManager', 'XboxNetApiSvc' | ForEach-Object { Set-Service -Name $_ -StartupType Disabled }
