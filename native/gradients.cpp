// Gradients: what is not an operator of the dispatcher but a function of the autograd engine.
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <vector>

#include "support.h"

using namespace calque;
using torch::autograd::variable_list;

namespace {

variable_list list_of(void* const* handles, int32_t count) {
  variable_list list;
  list.reserve(count);
  for (int32_t i = 0; i < count; i++) list.push_back(handles ? borrow(handles[i]) : at::Tensor());
  return list;
}

// Called when the gradient of a leaf has been added up.
struct GradientHook : torch::autograd::FunctionPostHook {
  void (*callback)(void*, int64_t);
  void* context;
  int64_t id;
  GradientHook(void (*callback)(void*, int64_t), void* context, int64_t id) : callback(callback), context(context), id(id) {}
  variable_list operator()(const variable_list& outputs, const variable_list&) override {
    callback(context, id);
    return outputs;
  }
};

void set_autocast(c10::DeviceType device, bool on, at::ScalarType type) {
#if CALQUE_TORCH_AT_LEAST(2, 4)
  at::autocast::set_autocast_enabled(device, on);
  if (on) at::autocast::set_autocast_dtype(device, type);
#else
  if (device == c10::DeviceType::CPU) {
    at::autocast::set_cpu_enabled(on);
    if (on) at::autocast::set_autocast_cpu_dtype(type);
  } else {
    at::autocast::set_enabled(on);
    if (on) at::autocast::set_autocast_gpu_dtype(type);
  }
#endif
}

}  // namespace

int calque_set_requires_gradient(void* tensor, int32_t on) {
  return guarded([&] { borrow(tensor).set_requires_grad(on != 0); });
}

int calque_gradient(void* tensor, void** gradient) {
  return guarded([&] { *gradient = give(borrow(tensor).grad()); });
}

int calque_set_gradient(void* tensor, void* gradient) {
  return guarded([&] { borrow(tensor).mutable_grad() = borrow(gradient); });
}

int32_t calque_gradient_mode(int32_t on) {
  bool before = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(on != 0);
  return before;
}

int calque_backward(void* const* tensors, void* const* gradients, int32_t count, int32_t retain_graph) {
  return guarded([&] { torch::autograd::backward(list_of(tensors, count), list_of(gradients, count), retain_graph != 0); });
}

int calque_gradients_of(void* const* outputs, void* const* output_gradients, int32_t output_count, void* const* inputs,
                        int32_t input_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** gradients) {
  return guarded([&] {
    auto found = torch::autograd::grad(list_of(outputs, output_count), list_of(inputs, input_count),
                                       list_of(output_gradients, output_count), retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (size_t i = 0; i < found.size(); i++) gradients[i] = give(std::move(found[i]));
  });
}

// The tensor holds its accumulator weakly: whoever wants to be called holds it too.
int calque_gradient_hook(void* leaf, void (*callback)(void*, int64_t), void* context, int64_t id, void** hook) {
  return guarded([&] {
    auto accumulator = torch::autograd::impl::grad_accumulator(borrow(leaf));
    TORCH_CHECK(accumulator, "a gradient hook needs a leaf that requires a gradient");
    accumulator->add_post_hook(std::make_unique<GradientHook>(callback, context, id));
    *hook = new std::shared_ptr<torch::autograd::Node>(std::move(accumulator));
  });
}

void calque_gradient_hook_release(void* hook) {
  guarded([&] { delete static_cast<std::shared_ptr<torch::autograd::Node>*>(hook); });
}

int calque_autocast(int32_t device_type, int32_t data_type) {
  return guarded([&] {
    auto device = static_cast<c10::DeviceType>(device_type);
    set_autocast(device, data_type >= 0, static_cast<at::ScalarType>(data_type));
    // Its cache holds cast weights; after an optimiser step they are stale.
    if (data_type < 0) at::autocast::clear_cache();
  });
}
