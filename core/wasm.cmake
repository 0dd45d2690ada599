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
  set(threads -pthread)
endif()

# Emscripten's clang compiles, with the flags that emcc gives it: emcc is a Python program, which takes longer to start
# than most files take to compile.
execute_process(COMMAND ${EMSCRIPTEN_ROOT_PATH}/em-config LLVM_ROOT OUTPUT_VARIABLE llvm
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_C_COMPILER} ${threads} --cflags OUTPUT_VARIABLE emcc_flags
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(CMAKE_C_COMPILE_OBJECT "\"${llvm}/clang\" ${emcc_flags} <DEFINES> <INCLUDES> <FLAGS> -o <OBJECT> -c <SOURCE>")

# Memory grows in small linear steps, so that what is taken stays near what the plan says; a failed allocation
# returns NULL and becomes a sentence.
set(memory -sALLOW_MEMORY_GROWTH -sMEMORY_GROWTH_LINEAR_STEP=4MB -sABORTING_MALLOC=0 -sSTACK_SIZE=512KB)
if(TT_SANITIZE) # AddressSanitizer's shadow is an eighth of the maximum
  list(APPEND memory -sMAXIMUM_MEMORY=2GB -sINITIAL_MEMORY=512MB)
  set(link_level -O1) # to be small is for what visitors download, and takes the longer part of the build
else()
  set(link_level -O3)
  list(APPEND memory -sMAXIMUM_MEMORY=4GB -sINITIAL_MEMORY=16MB)
endif()
if(TT_THREADS)
  list(APPEND memory -sDEFAULT_PTHREAD_STACK_SIZE=256KB)
endif()

# Node before 22 runs relaxed SIMD only when asked.
execute_process(COMMAND node --experimental-wasm-relaxed-simd -e 0 RESULT_VARIABLE refused OUTPUT_QUIET ERROR_QUIET)
set(CMAKE_CROSSCOMPILING_EMULATOR node)
if(refused EQUAL 0)
  list(APPEND CMAKE_CROSSCOMPILING_EMULATOR --experimental-wasm-relaxed-simd)
endif()

# What runs once a call, a file or a micro-batch is compiled for size: visitors download it.
file(GLOB rare CONFIGURE_DEPENDS core/api/*.c core/base/json_*.c core/text/tokenizer_files.c core/text/read*.c
  core/linear/strengths.c core/measure/attribution.c core/measure/calibration.c core/measure/novelty_file.c core/model/checkpoint_*.c
  core/model/families/*.c core/model/family.c core/model/graph.c core/model/head.c core/model/params.c
  core/model/safetensors.c core/model/shape.c core/nn/compare.c core/nn/unit.c core/train/bias_init.c
  core/train/class_weights.c core/train/defaults.c core/train/eval.c core/train/options.c core/train/resume*.c
  core/train/run.c core/train/run_l*.c core/train/stopping.c core/train/target_scaling.c core/train/trainable.c)
set_source_files_properties(${rare} PROPERTIES COMPILE_OPTIONS -Os)

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
  tt_functions_of(core/include/tabtune.h functions)
  if(TT_SANITIZE)
    set(folder ${CMAKE_BINARY_DIR}/engine) # for tests, not for visitors
  else()
    set(folder ${CMAKE_SOURCE_DIR}/public/engine)
  endif()
  add_executable(engine $<TARGET_OBJECTS:tabtune>)
  set_target_properties(engine PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${folder})
  tt_link_module(engine "${functions}")
  tt_add_bench(${name} "${functions}")
endfunction()

# The engine's objects with the benchmarks' own functions, and the linker's clocks around what profile.c wraps. It lies
# beside the bundle of the page that runs it.
function(tt_add_bench name functions)
  tt_functions_of(tests/bench/bench.h bench_functions)
  file(GLOB sources CONFIGURE_DEPENDS tests/bench/*.c)
  add_executable(bench EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(bench tabtune)
  set_target_properties(bench PROPERTIES OUTPUT_NAME ${name}
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_SOURCE_DIR}/build/bench/site/engine)
  tt_link_module(bench "${functions};${bench_functions}")
  set(clocks ${CMAKE_SOURCE_DIR}/tests/bench/clocks.py)
  set(out ${CMAKE_BINARY_DIR}/clocks/clocks.h)
  set(headers core/nn/nn.h core/model/head.h core/train/optim.h)
  list(TRANSFORM headers PREPEND ${CMAKE_SOURCE_DIR}/)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/clocks)
  add_custom_command(OUTPUT ${out} COMMAND python3 ${clocks} ${out} ${headers} DEPENDS ${clocks} ${headers})
  target_sources(bench PRIVATE ${out})
  target_include_directories(bench PRIVATE ${CMAKE_BINARY_DIR}/clocks)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${clocks})
  file(STRINGS ${clocks} lines REGEX "^    \"tt_[a-z_]+\": ")
  foreach(line ${lines})
    string(REGEX MATCH "tt_[a-z_]+" function "${line}")
    target_link_options(bench PRIVATE -Wl,--wrap=${function})
  endforeach()
endfunction()

# Functions that a header declares, in `result`.
function(tt_functions_of header result)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  file(STRINGS ${header} lines REGEX "^[a-z].*[ *](tt|bench)_[a-z_]+\\(")
  set(functions)
  foreach(line ${lines})
    string(REGEX MATCH "(tt|bench)_[a-z_]+\\(" function "${line}")
    string(REPLACE "(" "" function "${function}")
    list(APPEND functions ${function})
  endforeach()
  set(${result} ${functions} PARENT_SCOPE)
endfunction()

function(tt_link_module target functions)
  list(TRANSFORM functions PREPEND _)
  list(APPEND functions _malloc _free)
  list(JOIN functions "," exports)
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C)
  target_link_options(${target} PRIVATE ${link_level} --no-entry -sSTRICT -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createTabtune
    -sENVIRONMENT=web,worker,node -sFILESYSTEM=0 ${memory} -sEXPORTED_FUNCTIONS=${exports}
    -sEXPORTED_RUNTIME_METHODS=wasmMemory,UTF8ToString,stringToUTF8,lengthBytesUTF8)
  if(TT_THREADS)
    target_link_options(${target} PRIVATE "-sPTHREAD_POOL_SIZE=Module['pthreadPoolSize']" -sPTHREAD_POOL_SIZE_STRICT=2
      -sINCOMING_MODULE_JS_API=wasmMemory) # where the whole maximum is refused, the caller gives a smaller one
  endif()
endfunction()

# All checks are one program here, which takes a check's name: a link by Emscripten takes seconds. It reads the
# repository's files through Node. Its name is CommonJS's, which package.json would not let it be.
function(tt_add_checks files)
  set(table ${CMAKE_BINARY_DIR}/checks.c)
  set(declared)
  set(rows)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    set_source_files_properties(${file} PROPERTIES COMPILE_DEFINITIONS main=${name}_main)
    file(STRINGS ${file} main REGEX "^int main\\(int argc")
    if(main)
      string(APPEND declared "int ${name}_main(int argc, char **argv);\n")
      string(APPEND rows "    if (!strcmp(name, \"${name}\")) return ${name}_main(argc - 1, argv + 1);\n")
    else()
      string(APPEND declared "int ${name}_main(void);\n")
      string(APPEND rows "    if (!strcmp(name, \"${name}\")) return ${name}_main();\n")
    endif()
  endforeach()
  file(CONFIGURE OUTPUT ${table} CONTENT "#include <string.h>\n\n${declared}
int main(int argc, char **argv) {\n    const char *name = argc > 1 ? argv[1] : \"\";\n${rows}    return 2;\n}\n")
  add_executable(checks ${table} ${files})
  target_link_libraries(checks tabtune)
  set_target_properties(checks PROPERTIES SUFFIX .cjs)
  target_link_options(checks PRIVATE -O1 -sENVIRONMENT=node,worker -sNODERAWFS -sEXIT_RUNTIME ${memory} -sINITIAL_MEMORY=64MB)
  if(TT_THREADS)
    target_link_options(checks PRIVATE -sPROXY_TO_PTHREAD) # starts the threads that a check uses, and no others
    tt_mend_proxying(checks)
  endif()
endfunction()

# Each use of a file is a call that another thread makes. Emscripten before April 2026 tells that it has ended after the
# lock is open, when the caller may be waiting for its next one, at the same place of its stack: the end of that one is
# then told to nobody (emscripten-core/emscripten#26582), and a check hangs once in some thousand runs. Its file is
# compiled with the two calls in order.
function(tt_mend_proxying target)
  set(library ${EMSCRIPTEN_ROOT_PATH}/system/lib)
  set(unlock "pthread_mutex_unlock(&ctx->sync.mutex);")
  set(signal "pthread_cond_signal(&ctx->sync.cond);")
  set(mended ${CMAKE_BINARY_DIR}/proxying.c)
  file(READ ${library}/pthread/proxying.c text)
  string(REPLACE "${unlock}\n    ${signal}" "${signal}\n    ${unlock}" text "${text}")
  file(GENERATE OUTPUT ${mended} CONTENT "${text}")
  set(musl ${library}/libc/musl)
  set_source_files_properties(${mended} PROPERTIES COMPILE_OPTIONS -w
    INCLUDE_DIRECTORIES "${library}/pthread;${musl}/src/internal;${musl}/arch/emscripten;${musl}/src/include")
  target_sources(${target} PRIVATE ${mended})
endfunction()
