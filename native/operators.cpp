// Operators by name, through the boxed dispatcher: the one place where libtorch's operators are called.
#include <ATen/core/dispatch/Dispatcher.h>

#include <memory>
#include <vector>

#include "support.h"

using namespace calque;

namespace {

enum class Kind : uint8_t { Plain, Real, OptionalTensors };

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Kind> kinds;
  std::vector<c10::IValue> defaults;
  std::vector<bool> has_default;
};

c10::TypePtr without_optional(c10::TypePtr type) {
  while (type->kind() == c10::TypeKind::OptionalType) type = type->expectRef<c10::OptionalType>().getElementType();
  return type;
}

Kind kind_of(const c10::Argument& argument) {
  auto type = without_optional(argument.type());
  if (type->kind() == c10::TypeKind::FloatType) return Kind::Real;
  if (type->kind() == c10::TypeKind::ListType &&
      type->expectRef<c10::ListType>().getElementType()->kind() == c10::TypeKind::OptionalType) {
    return Kind::OptionalTensors;
  }
  return Kind::Plain;
}

c10::Device device_of(int64_t packed) {
  int index = static_cast<int>(packed & 255) - 1;
  return c10::Device(static_cast<c10::DeviceType>(packed >> 8), static_cast<c10::DeviceIndex>(index));
}

c10::IValue to_ivalue(const calque_value& argument, Kind kind) {
  switch (argument.tag) {
    case CALQUE_NONE: return c10::IValue();
    case CALQUE_TENSOR: return c10::IValue(borrow(argument.value.pointer));
    case CALQUE_INT:
      // A whole number where the schema says float: Python widens it too.
      return kind == Kind::Real ? c10::IValue(static_cast<double>(argument.value.integer)) : c10::IValue(argument.value.integer);
    case CALQUE_DOUBLE: return c10::IValue(argument.value.real);
    case CALQUE_BOOL: return c10::IValue(argument.value.integer != 0);
    case CALQUE_INTS: {
      auto* numbers = static_cast<const int64_t*>(argument.value.pointer);
      return c10::IValue(std::vector<int64_t>(numbers, numbers + argument.count));
    }
    case CALQUE_TENSORS: {
      auto* handles = static_cast<void* const*>(argument.value.pointer);
      if (kind == Kind::OptionalTensors) {
        c10::List<c10::optional<at::Tensor>> list;
        list.reserve(argument.count);
        for (int i = 0; i < argument.count; i++) {
          if (handles[i]) {
            list.push_back(borrow(handles[i]));
          } else {
            list.push_back(c10::optional<at::Tensor>());
          }
        }
        return c10::IValue(std::move(list));
      }
      std::vector<at::Tensor> list;
      list.reserve(argument.count);
      for (int i = 0; i < argument.count; i++) list.push_back(borrow(handles[i]));
      return c10::IValue(std::move(list));
    }
    case CALQUE_STRING: return c10::IValue(std::string(static_cast<const char*>(argument.value.pointer), argument.count));
    case CALQUE_DOUBLES: {
      auto* numbers = static_cast<const double*>(argument.value.pointer);
      return c10::IValue(std::vector<double>(numbers, numbers + argument.count));
    }
    case CALQUE_DEVICE: return c10::IValue(device_of(argument.value.integer));
    default: TORCH_CHECK(false, "a value with the unknown tag ", argument.tag);
  }
}

calque_value from_ivalue(c10::IValue&& value) {
  calque_value result{};
  if (value.isTensor()) {
    result.tag = CALQUE_TENSOR;
    result.value.pointer = give(std::move(value).toTensor());
  } else if (value.isInt()) {
    result.tag = CALQUE_INT;
    result.value.integer = value.toInt();
  } else if (value.isDouble()) {
    result.tag = CALQUE_DOUBLE;
    result.value.real = value.toDouble();
  } else if (value.isBool()) {
    result.tag = CALQUE_BOOL;
    result.value.integer = value.toBool();
  } else if (value.isTensorList()) {
    auto tensors = value.toTensorVector();
    auto list = std::make_unique<void*[]>(tensors.size());
    for (size_t i = 0; i < tensors.size(); i++) list[i] = give(std::move(tensors[i]));
    result.tag = CALQUE_TENSORS;
    result.count = static_cast<int32_t>(tensors.size());
    result.value.pointer = list.release();
  } else if (!value.isNone()) {
    TORCH_CHECK(false, "an operator returned a value of kind ", value.tagKind(), ", which has no place in the interface");
  }
  return result;
}

Operator* made(const char* name, const char* overload) {
  auto op = std::unique_ptr<Operator>(new Operator{c10::Dispatcher::singleton().findSchemaOrThrow(name, overload), {}, {}, {}});
  for (const auto& argument : op->handle.schema().arguments()) {
    op->kinds.push_back(kind_of(argument));
    auto value = argument.default_value();
    op->has_default.push_back(value.has_value());
    op->defaults.push_back(value.has_value() ? *value : c10::IValue());
  }
  return op.release();
}

}  // namespace

// Operators are looked up once and kept for the life of the process.
int calque_operator_find(const char* name, const char* overload, void** found) {
  return guarded([&] { *found = made(name, overload); });
}

int calque_operator_schema(void* found, char* text, int64_t capacity, int64_t* length) {
  return guarded([&] { *length = copy_text(c10::toString(static_cast<Operator*>(found)->handle.schema()), text, capacity); });
}

int calque_operator_exists(const char* name, const char* overload, int32_t* exists) {
  return guarded([&] { *exists = c10::Dispatcher::singleton().findSchema({name, overload}).has_value(); });
}

int calque_operator_call(void* found, const calque_value* arguments, int32_t count, calque_value* results, int32_t capacity,
                         int32_t* result_count) {
  return guarded([&] {
    auto* op = static_cast<Operator*>(found);
    int32_t wanted = static_cast<int32_t>(op->kinds.size());
    TORCH_CHECK(count <= wanted, "given ", count, " arguments, at most ", wanted, " are taken");
    torch::jit::Stack stack;
    stack.reserve(wanted);
    for (int32_t i = 0; i < wanted; i++) {
      if (i < count && arguments[i].tag != CALQUE_DEFAULT) {
        stack.push_back(to_ivalue(arguments[i], op->kinds[i]));
      } else {
        TORCH_CHECK(op->has_default[i], "argument ", i, " (", op->handle.schema().arguments()[i].name(), ") is missing and has no default");
        stack.push_back(op->defaults[i]);
      }
    }
    op->handle.callBoxed(&stack);
    int32_t returned = static_cast<int32_t>(stack.size());
    TORCH_CHECK(returned <= capacity, "an operator with ", returned, " results, room for ", capacity);
    for (int32_t i = 0; i < returned; i++) results[i] = from_ivalue(std::move(stack[i]));
    *result_count = returned;
  });
}

void calque_list_free(void* list) { delete[] static_cast<void**>(list); }
