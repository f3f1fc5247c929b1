#compdef jocker
# Completion of jocker's commands, flags and names for zsh: source <(jocker completion zsh)
_jocker() {
    local -a found
    found=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if (( ${found[(Ie):files]} )); then
        found=("${(@)found:#:files}")
        _files
    fi
    compadd -a found
}
compdef _jocker jocker
