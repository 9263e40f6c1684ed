/** Shells that can complete what is typed. */
export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

/** How the script of a shell is put to work. */
export const installations: Readonly<Record<Shell, string>> = {
  bash: "echo 'eval \"$(stepspan completion bash)\"' >> ~/.bashrc",
  zsh: "echo 'eval \"$(stepspan completion zsh)\"' >> ~/.zshrc",
  fish: "stepspan completion fish > ~/.config/fish/completions/stepspan.fish",
};

/** The script that a shell reads. It asks `stepspan complete` for words, and offers files where there are none. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `_stepspan() {
  local IFS=$'\\n'
  COMPREPLY=($(stepspan complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _stepspan stepspan
`,
  zsh: `#compdef stepspan
_stepspan() {
  local -a candidates
  candidates=("\${(@f)$(stepspan complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=(\${candidates:#})
  if (( \${#candidates} )); then compadd -a candidates; else _files; fi
}
if [ "$funcstack[1]" = "_stepspan" ]; then _stepspan "$@"; else compdef _stepspan stepspan; fi
`,
  fish: `function __stepspan_complete
  set -l words (commandline -opc)
  stepspan complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c stepspan -a '(__stepspan_complete)'
`,
};
