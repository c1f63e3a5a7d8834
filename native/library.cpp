// The library itself: version, errors, and the settings that hold for the whole process.
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <algorithm>
#include <cstring>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "support.h"

// The matrix library has threads of its own, which libtorch does not set. Null where another library than OpenBLAS is behind it.
extern "C" __attribute__((weak)) void openblas_set_num_threads(int count);

namespace calque {

std::atomic<int64_t> live_handles{0};

static thread_local std::string last_error;

int fail(int status, const char* text) {
  try {
    last_error = text ? text : "";
  } catch (...) {
    // No memory for the text: the status alone has to do.
  }
  return status;
}

int64_t copy_text(const std::string& text, char* destination, int64_t capacity) {
  if (destination && capacity > 0) {
    std::memcpy(destination, text.data(), std::min<int64_t>(capacity, static_cast<int64_t>(text.size())));
  }
  return static_cast<int64_t>(text.size());
}

}  // namespace calque

using namespace calque;

int32_t calque_abi_version(void) { return CALQUE_ABI_VERSION; }

int64_t calque_last_error(char* text, int64_t capacity) { return copy_text(last_error, text, capacity); }

int64_t calque_torch_version(char* text, int64_t capacity) { return copy_text(TORCH_VERSION, text, capacity); }

int64_t calque_build_settings(char* text, int64_t capacity) {
  int64_t length = 0;
  guarded([&] { length = copy_text(at::show_config(), text, capacity); });
  return length;
}

int64_t calque_live_handles(void) { return live_handles.load(std::memory_order_relaxed); }

int32_t calque_capabilities(void) {
  int32_t bits = 0;
#if defined(CALQUE_WITH_GLOO)
  bits |= 1;
#endif
  guarded([&] { bits |= at::hasCUDA() && at::detail::getCUDAHooks().getNumGPUs() > 0 ? 2 : 0; });
  return bits;
}

int calque_set_threads(int32_t count) {
  if (count < 1) return fail(CALQUE_BAD_ARGUMENT, "the number of threads must be 1 or more");
  return guarded([&] {
    at::set_num_threads(count);
    if (openblas_set_num_threads) openblas_set_num_threads(count);
  });
}

int32_t calque_threads(void) {
  int32_t count = 0;
  guarded([&] { count = at::get_num_threads(); });
  return count;
}

int calque_flush_denormals(int32_t on) {
  return guarded([&] { at::globalContext().setFlushDenormal(on != 0); });
}

int calque_return_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
  return CALQUE_OK;
}

int calque_synchronize(int32_t device_index) {
  return guarded([&] {
    if (at::hasCUDA()) at::detail::getCUDAHooks().deviceSynchronize(static_cast<c10::DeviceIndex>(device_index));
  });
}
