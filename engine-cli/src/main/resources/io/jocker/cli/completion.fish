# Completion of jocker's commands, flags and names for fish: jocker completion fish | source
function __jocker_complete
    set -l words (commandline -opc) (commandline -ct)
    jocker __complete $words[2..-1] 2>/dev/null | string match -v ':files'
end
complete -c jocker -a '(__jocker_complete)'
