# SPDX-License-Identifier: Apache-2.0
# What the wasm builds add: compiler flags, the engine's module in public/engine, and checks that run under Node.

add_compile_options(-msimd128)
if(TT_RELAXED)
  add_compile_options(-mrelaxed-simd)
  add_compile_definitions(TT_RELAXED)
endif()
if(TT_THREADS)
  add_compile_options(-pthread)
  add_link_options(-pthread -Wno-pthreads-mem-growth)
endif()

# Memory grows in small linear steps, so that what is taken stays near what the plan says; a failed allocation
# returns NULL and becomes a sentence.
set(memory -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sMEMORY_GROWTH_LINEAR_STEP=4MB -sINITIAL_MEMORY=16MB
  -sABORTING_MALLOC=0 -sSTACK_SIZE=512KB)
if(TT_THREADS)
  list(APPEND memory -sDEFAULT_PTHREAD_STACK_SIZE=256KB)
endif()

# Node before 22 runs relaxed SIMD only when asked.
execute_process(COMMAND node --experimental-wasm-relaxed-simd -e 0 RESULT_VARIABLE refused OUTPUT_QUIET ERROR_QUIET)
set(CMAKE_CROSSCOMPILING_EMULATOR node)
if(refused EQUAL 0)
  list(APPEND CMAKE_CROSSCOMPILING_EMULATOR --experimental-wasm-relaxed-simd)
endif()

# The engine: an ES module whose exports are the functions of tabtune.h. It has no files and no main; its threads are
# started with it, as many as the caller put into Module.pthreadPoolSize, because a worker that blocks starts none.
function(tt_add_engine)
  if(TT_RELAXED AND TT_THREADS)
    set(name tabtune-relaxed-threads)
  elseif(TT_THREADS)
    set(name tabtune-simd-threads)
  else()
    set(name tabtune-simd)
  endif()
  set(header ${CMAKE_SOURCE_DIR}/core/include/tabtune.h)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  file(STRINGS ${header} lines REGEX "^(const char \\*|tt_status |void )tt_[a-z_]+\\(")
  set(exports _malloc _free)
  foreach(line ${lines})
    string(REGEX MATCH "tt_[a-z_]+\\(" function "${line}")
    string(REPLACE "(" "" function "${function}")
    list(APPEND exports _${function})
  endforeach()
  list(JOIN exports "," exports)
  add_executable(engine $<TARGET_OBJECTS:tabtune>)
  set_target_properties(engine PROPERTIES OUTPUT_NAME ${name} LINKER_LANGUAGE C
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_SOURCE_DIR}/public/engine)
  target_link_options(engine PRIVATE -O3 --no-entry -sSTRICT -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createTabtune
    -sENVIRONMENT=web,worker,node -sFILESYSTEM=0 ${memory} -sEXPORTED_FUNCTIONS=${exports}
    -sEXPORTED_RUNTIME_METHODS=wasmMemory,UTF8ToString,stringToUTF8,lengthBytesUTF8)
  if(TT_THREADS)
    target_link_options(engine PRIVATE "-sPTHREAD_POOL_SIZE=Module['pthreadPoolSize']" -sPTHREAD_POOL_SIZE_STRICT=2)
  endif()
endfunction()

# A check reads the repository's files through Node. Its name says CommonJS: package.json says the opposite.
function(tt_link_check name)
  set_target_properties(${name} PROPERTIES SUFFIX .cjs)
  target_link_options(${name} PRIVATE -O1 -sENVIRONMENT=node,worker -sNODERAWFS -sEXIT_RUNTIME ${memory})
  if(TT_THREADS)
    target_link_options(${name} PRIVATE -sPTHREAD_POOL_SIZE=8 -sPTHREAD_POOL_SIZE_STRICT=2)
  endif()
endfunction()
