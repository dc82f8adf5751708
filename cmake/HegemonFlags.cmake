# How every file of the project is compiled.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, RelWithDebInfo or Release" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# What users of a header must agree on. Contracted multiply-adds round once where others round twice: same bits everywhere
# means none of them.
add_library(hegemon_flags INTERFACE)
target_compile_options(hegemon_flags INTERFACE -ffp-contract=off)
# Libraries that are named but not used would be loaded at every start.
target_link_options(hegemon_flags INTERFACE $<$<PLATFORM_ID:Linux>:LINKER:--as-needed>)

# What only the project's own files get.
add_library(hegemon_private_flags INTERFACE)
target_compile_options(hegemon_private_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
    # GCC 12 reports overlaps in std::string's own code (GCC bug 105651) and uses of unset members of temporaries
    # at -O3, neither of which can happen.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>
    $<$<BOOL:${HEGEMON_WERROR}>:-Werror>
    -fno-semantic-interposition
    # Messages of contracts name files from the root of the project, so that no path of the building machine is installed.
    -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
target_compile_definitions(hegemon_private_flags INTERFACE
    HEGEMON_VERSION="${PROJECT_VERSION}"
    $<$<BOOL:${HEGEMON_CHECKS}>:HEGEMON_CHECKS=1>
    $<$<BOOL:${HEGEMON_CHECKS}>:_GLIBCXX_ASSERTIONS>)

if(HEGEMON_SANITIZE)
    set(sanitize -fsanitize=${HEGEMON_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_compile_options(hegemon_flags INTERFACE ${sanitize})
    target_link_options(hegemon_flags INTERFACE ${sanitize})
endif()

# Kernels are plain loops that are worth -O3 in every build but -O0. Neither flag changes a bit of a result: one says that
# nobody reads the floating-point exception flags, the other that nobody reads errno.
# Loops over functions with branches (pow) stay scalar; clang would warn of each.
set(HEGEMON_KERNEL_FLAGS $<$<NOT:$<CONFIG:Debug>>:-O3> -fno-trapping-math -fno-math-errno
    $<$<CXX_COMPILER_ID:Clang>:-Wno-pass-failed>)

# The tables of kernels beside the baseline one, chosen when the program runs.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set(HEGEMON_X86 ON)
    set(HEGEMON_KERNEL_FLAGS_avx2 -mavx2)
    set(HEGEMON_KERNEL_FLAGS_avx512 -mavx512f -mavx512dq -mavx512vl -mprefer-vector-width=512)
endif()
