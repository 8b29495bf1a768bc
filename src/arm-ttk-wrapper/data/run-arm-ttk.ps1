# Runs Test-AzTemplate and prints its results as one line of JSON behind a mark.
# The request comes as JSON in one argument, so nothing of it is ever read as code.
param([Parameter(Mandatory)][string]$Request)

$wanted = $Request | ConvertFrom-Json
Import-Module -Name $wanted.module -Force -WarningAction SilentlyContinue -ErrorAction Stop

$arguments = @{ TemplatePath = $wanted.path }
if ($wanted.test) { $arguments.Test = [string[]]@($wanted.test) }
if ($wanted.skip) { $arguments.Skip = [string[]]@($wanted.skip) }
$given = @{}
if ($wanted.testDate) {
    $given.TestDate = [DateTimeOffset]::FromUnixTimeMilliseconds([long]$wanted.testDate).UtcDateTime
}
if ($wanted.cache) {
    # The tests read a property apiVersions, so a plain list of versions gets one.
    $table = [IO.File]::ReadAllText($wanted.cache) | ConvertFrom-Json
    foreach ($type in $table.psobject.properties) {
        if (@($type.Value)[0] -is [string]) {
            $type.Value = [PSCustomObject]@{ apiVersions = @($type.Value) }
        }
    }
    $given.AllAzureResources = $table
}
if ($given.Count) { $arguments.TestParameter = $given }

function Select-Finding($Record) {
    $location = $Record.Location
    $id = "$($Record.FullyQualifiedErrorId)" -replace ',.*$'
    @{
        id            = $id
        message       = if ($Record.Exception) { $Record.Exception.Message } else { "$Record" }
        line          = if ($location.Line) { [int]$location.Line } else { 1 }
        column        = if ($location.Column) { [int]$location.Column } else { 1 }
        innerTemplate = "$($Record.InnerTemplateName)"
    }
}

$results = @(foreach ($result in Test-AzTemplate @arguments) {
    if ($null -eq $result.Name) { continue }
    @{
        test     = "$($result.Name)"
        file     = "$($result.File.FullPath)"
        errors   = @(foreach ($record in $result.Errors) { Select-Finding $record })
        warnings = @(foreach ($record in $result.Warnings) { Select-Finding $record })
    }
})
[Console]::Out.WriteLine()
[Console]::Out.WriteLine('arm-ttk-results:' + (ConvertTo-Json -InputObject @{ results = $results } -Depth 8 -Compress))
