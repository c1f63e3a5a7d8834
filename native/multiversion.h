// One source, several instruction sets, chosen when the library is loaded. Contraction is off (CMakeLists.txt), so every version
// rounds alike: where a fused multiply-add is wanted it is written.
#pragma once
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CALQUE_MULTIVERSION __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CALQUE_MULTIVERSION
#endif
