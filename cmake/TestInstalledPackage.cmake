# Installs the build tree BUILD to a scratch prefix, builds and runs the project SOURCE against it.
# Also: no installed file names a folder of the building machine (FOREIGN_PATH), the prefix may be moved, and the program loads no
# libraries of networking (cmake/HegemonHdf5.cmake).
file(REMOVE_RECURSE ${SCRATCH})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "${command}: ${result}\n${output}")
    endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/first)
file(RENAME ${SCRATCH}/first ${SCRATCH}/prefix)

file(GLOB_RECURSE installed ${SCRATCH}/prefix/*)
foreach(file IN LISTS installed)
    # Strings of a program that is not stripped include the paths of its debug information; those are not installed by packagers.
    if(NOT BUILD_TYPE STREQUAL "Release" AND file MATCHES "/bin/|\\.so")
        continue()
    endif()
    file(STRINGS ${file} found REGEX "${FOREIGN_PATH}/(sim|include|scenarios|build)" LIMIT_COUNT 1)
    if(found)
        message(FATAL_ERROR "${file} names a folder of the building machine: ${found}")
    endif()
endforeach()

set(flags "")
if(SANITIZE)
    set(flags -DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${SCRATCH}/build -G Ninja -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=${BUILD_TYPE} ${flags})
run(${CMAKE_COMMAND} --build ${SCRATCH}/build)
run(${CMAKE_CTEST_COMMAND} --test-dir ${SCRATCH}/build --output-on-failure --no-tests=error)
run(${SCRATCH}/prefix/bin/hegemon --version)
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${SCRATCH}/prefix/bin/hegemon RESOLVED_DEPENDENCIES_VAR loaded)
list(FILTER loaded INCLUDE REGEX "curl|krb5|ldap")
if(loaded)
    message(FATAL_ERROR "at each start the program loads ${loaded}")
endif()
foreach(file IN ITEMS man/man1/hegemon.1 bash-completion/completions/hegemon zsh/site-functions/_hegemon
        fish/vendor_completions.d/hegemon.fish hegemon/report/template.html)
    if(NOT EXISTS ${SCRATCH}/prefix/share/${file})
        message(FATAL_ERROR "share/${file} was not installed")
    endif()
endforeach()
message(STATUS "installed, found, built and run")
