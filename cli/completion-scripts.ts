/** Completion scripts. Each only asks `issue __complete -- WORDS…`, so they need no update when commands change. */

/** Shells served. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
/** One of them. */
export type Shell = (typeof SHELLS)[number];

const BASH = `# bash completion for issue
_issue_complete() {
  local IFS=$'\\n' line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(issue __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 ]] && COMPREPLY[0]=$(printf '%q' "\${COMPREPLY[0]}")
}
complete -o default -F _issue_complete issue
`;

const ZSH = `#compdef issue
# zsh completion for issue
_issue() {
  local -a candidates
  local line
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(issue __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe 'issue' candidates
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_issue" ]; then _issue "$@"; else compdef _issue issue; fi
`;

const FISH = `# fish completion for issue
function __issue_complete
    set -l words (commandline -opc) (commandline -ct)
    issue __complete -- $words[2..-1] 2>/dev/null
end
complete -c issue -f -a '(__issue_complete)'
complete -c issue -n '__fish_seen_subcommand_from import backup' -F
`;

const POWERSHELL = `# PowerShell completion for issue
Register-ArgumentCompleter -Native -CommandName issue -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($wordToComplete -eq '') { $words += '' }
    issue __complete -- @words 2>$null | ForEach-Object {
        $value, $about = $_ -split "\`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}
`;

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};

/** The script for `shell`. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
