# Completion of jocker's commands, flags and names for bash: source <(jocker completion bash)
_jocker() {
    local IFS=$'\n' current=${COMP_WORDS[COMP_CWORD]} line
    COMPREPLY=()
    while read -r line; do
        if [ "$line" = :files ]; then
            compopt -o default 2>/dev/null
        else
            COMPREPLY+=("$line")
        fi
    done < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null)
}
complete -F _jocker jocker
