// What all files of the library share: statuses, handles, and the guard that keeps exceptions inside.
#pragma once
#include <ATen/ATen.h>
#include <torch/version.h>

#include <atomic>
#include <exception>
#include <string>

#include "calque_torch.h"

#define CALQUE_TORCH_AT_LEAST(major, minor) (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace calque {

extern std::atomic<int64_t> live_handles;

int fail(int status, const char* text);

using TensorPointer = c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;

// Gives the tensor's reference to the caller as a handle.
inline void* give(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return tensor.unsafeReleaseTensorImpl();
}

// A second reference beside the caller's.
inline at::Tensor borrow(void* handle) {
  return handle ? at::Tensor(TensorPointer::reclaim_copy(static_cast<at::TensorImpl*>(handle))) : at::Tensor();
}

inline void release(void* handle) {
  if (!handle) return;
  live_handles.fetch_sub(1, std::memory_order_relaxed);
  at::Tensor gone(TensorPointer::reclaim(static_cast<at::TensorImpl*>(handle)));
}

int64_t copy_text(const std::string& text, char* destination, int64_t capacity);

template <typename Body>
int guarded(Body body) {
  try {
    body();
    return CALQUE_OK;
  } catch (const c10::Error& error) {
    return fail(CALQUE_TORCH_ERROR, error.what_without_backtrace());
  } catch (const std::exception& error) {
    return fail(CALQUE_STD_ERROR, error.what());
  } catch (...) {
    return fail(CALQUE_UNKNOWN_ERROR, "an exception that is not a std::exception");
  }
}

}  // namespace calque
