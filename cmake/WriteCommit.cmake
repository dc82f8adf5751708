# Writes OUTPUT, a C++ file with the commit of the repository whose root is SOURCE; GIT is the program git, or empty.
set(commit unknown)
if(GIT)
    execute_process(COMMAND ${GIT} rev-parse --show-toplevel WORKING_DIRECTORY ${SOURCE}
        OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    execute_process(COMMAND ${GIT} rev-parse --verify HEAD WORKING_DIRECTORY ${SOURCE}
        OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    # A copy of the sources inside somebody else's repository has no commit of ours.
    file(REAL_PATH "${SOURCE}" source)
    if(root AND head MATCHES "^[0-9a-f]+$")
        file(REAL_PATH "${root}" root)
        if(root STREQUAL source)
            set(commit ${head})
        endif()
    endif()
endif()
file(WRITE ${OUTPUT} "// Written by the build.\n#include \"api/commit.hpp\"\n\nnamespace hegemon {\n\nconst char* const built_commit = \"${commit}\";\n\n}  // namespace hegemon\n")
