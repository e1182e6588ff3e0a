<#
.SYNOPSIS
  Installs the dify executable for this user, after checking its SHA-256.
.PARAMETER Source
  The executable: a file or an https:// URL.
.PARAMETER Sha256
  The expected hash. Without it, SHA256SUMS beside the source is used, or the file or URL given as Sums.
.EXAMPLE
  ./install.ps1 .\dify-win-x64.exe
#>
param(
  [Parameter(Mandatory)] [string] $Source,
  [string] $Sha256,
  [string] $Sums,
  [string] $To = (Join-Path $HOME '.local\bin')
)
$ErrorActionPreference = 'Stop'

function Get-Part([string] $From, [string] $Path) {
  if ($From -like 'https://*') { Invoke-WebRequest -UseBasicParsing -Uri $From -OutFile $Path }
  elseif ($From -like '*://*') { throw "Only https:// URLs are downloaded, not $From" }
  else { Copy-Item -LiteralPath $From -Destination $Path }
}

function Get-ExpectedHash([string] $Work) {
  $name = ($Source -split '[\\/]')[-1]
  if (-not $Sums) { $script:Sums = $Source.Substring(0, $Source.Length - $name.Length) + 'SHA256SUMS' }
  Get-Part $Sums (Join-Path $Work 'sums')
  foreach ($line in Get-Content (Join-Path $Work 'sums')) {
    $hash, $listed = $line -split '\s+\*?', 2
    if ($listed -eq $name) { return $hash }
  }
  throw "$Sums does not list $name"
}

$work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
New-Item -ItemType Directory $work | Out-Null
try {
  $file = Join-Path $work 'dify.exe'
  Get-Part $Source $file
  if (-not $Sha256) { $Sha256 = Get-ExpectedHash $work }
  $actual = (Get-FileHash -Algorithm SHA256 -LiteralPath $file).Hash
  if ($actual -ne $Sha256) { throw "The file is not the one that was published: its SHA-256 is $actual, not $Sha256" }
  New-Item -ItemType Directory -Force $To | Out-Null
  $target = Join-Path $To 'dify.exe'
  Move-Item -Force -LiteralPath $file -Destination $target
  Write-Output "$(& $target --version) is installed as $target"
  if (($env:PATH -split ';') -notcontains $To) { Write-Output "$To is not in your PATH: add it to call dify by its name" }
} finally {
  Remove-Item -Recurse -Force $work
}
