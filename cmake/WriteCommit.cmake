# Writes OUTPUT, a C++ file with the commit of the repository whose root is SOURCE, and whether what is built differs from it;
# GIT is the program git, or empty. A file that says so already is left alone, so that nothing is built again.
set(commit unknown)
set(changes false)
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
            # Of what is compiled; texts and tests may differ. --no-optional-locks: a build writes nothing here.
            execute_process(COMMAND ${GIT} --no-optional-locks status --porcelain -- CMakeLists.txt cmake include sim
                WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE changed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
            if(changed)
                set(changes true)
            endif()
        endif()
    endif()
endif()
set(text "// Written by the build.\n#include \"api/commit.hpp\"\n\nnamespace hegemon {\n\nconst char* const built_commit = \"${commit}\";\nconst bool built_with_changes = ${changes};\n\n}  // namespace hegemon\n")
set(before "")
if(EXISTS ${OUTPUT})
    file(READ ${OUTPUT} before)
endif()
if(NOT before STREQUAL text)
    file(WRITE ${OUTPUT} "${text}")
endif()
