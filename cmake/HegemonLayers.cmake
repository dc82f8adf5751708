# hegemon_layer(NAME PUBLIC libraries... PRIVATE libraries...): the library hegemon_NAME of the folder sim/NAME.
# A folder without sources becomes an interface library that passes its dependencies on.
# Sets in the caller: hegemon_NAME_scope, the word for its own properties (PUBLIC, or INTERFACE without sources); and appends the
# library to hegemon_layers where it has sources, its private dependencies to hegemon_private_libraries.
function(hegemon_layer name)
    cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "PUBLIC;PRIVATE")
    set(target hegemon_${name})
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${name}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    if(NOT HEGEMON_WITH_TBB)
        list(FILTER sources EXCLUDE REGEX "/tbb_executor\\.cpp$")
    endif()

    set(scope INTERFACE)
    if(sources)
        set(scope PUBLIC)
        add_library(${target} STATIC ${sources})
        target_link_libraries(${target} PRIVATE hegemon_private_flags ${layer_PRIVATE})
        hegemon_mark_kernels(${sources})
        set(hegemon_layers ${hegemon_layers} ${target} PARENT_SCOPE)
        set(hegemon_private_libraries ${hegemon_private_libraries} ${layer_PRIVATE} PARENT_SCOPE)
    else()
        add_library(${target} INTERFACE)
    endif()
    target_include_directories(${target} ${scope} ${PROJECT_SOURCE_DIR}/sim ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(${target} ${scope} hegemon_flags ${layer_PUBLIC})
    set(${target}_scope ${scope} PARENT_SCOPE)
endfunction()

# Gives sim/language/kernels*.cpp their own flags.
function(hegemon_mark_kernels)
    foreach(source IN LISTS ARGN)
        if(source MATCHES "/sim/language/kernels[^/]*\\.cpp$")
            set_property(SOURCE ${source} APPEND PROPERTY COMPILE_OPTIONS ${HEGEMON_KERNEL_FLAGS})
        endif()
    endforeach()
endfunction()
