// Tensors: made from memory or a mapped file, looked at, released.
#include <cstring>

#include "support.h"
#if !defined(_WIN32)
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace calque;

int calque_tensor_from_host(const void* data, int32_t data_type, const int64_t* sizes, int32_t rank, void** tensor) {
  return guarded([&] {
    at::Tensor made = at::empty(at::IntArrayRef(sizes, rank), at::TensorOptions().dtype(static_cast<at::ScalarType>(data_type)));
    if (data) std::memcpy(made.data_ptr(), data, made.nbytes());
    *tensor = give(std::move(made));
  });
}

// A private map: pages come from the file when they are first read, and a write changes the tensor and not the file.
int calque_tensor_from_file(const char* path, int64_t offset, int32_t data_type, const int64_t* sizes, int32_t rank, void** tensor) {
#if defined(_WIN32)
  return fail(CALQUE_BAD_ARGUMENT, "mapped tensors are not built for this system");
#else
  return guarded([&] {
    auto type = static_cast<at::ScalarType>(data_type);
    int64_t elements = 1;
    for (int32_t i = 0; i < rank; i++) {
      TORCH_CHECK(sizes[i] >= 0 && !__builtin_mul_overflow(elements, sizes[i], &elements), "sizes that cannot be");
    }
    int64_t bytes = 0;
    TORCH_CHECK(!__builtin_mul_overflow(elements, static_cast<int64_t>(c10::elementSize(type)), &bytes), "sizes that cannot be");
    int file = open(path, O_RDONLY | O_CLOEXEC);
    TORCH_CHECK(file >= 0, "cannot open ", path, ": ", std::strerror(errno));
    struct stat status {};
    bool known = fstat(file, &status) == 0;
    if (!known || offset < 0 || offset > status.st_size || bytes > status.st_size - offset) {
      close(file);
      TORCH_CHECK(false, path, " has ", known ? status.st_size : -1, " bytes, ", bytes, " from ", offset, " were asked for");
    }
    if (bytes == 0) {
      close(file);
      *tensor = give(at::empty(at::IntArrayRef(sizes, rank), at::TensorOptions().dtype(type)));
      return;
    }
    int64_t page = sysconf(_SC_PAGESIZE), start = offset / page * page;
    size_t mapped = static_cast<size_t>(bytes + (offset - start));
    void* base = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, start);
    int error = errno;
    close(file);
    TORCH_CHECK(base != MAP_FAILED, "cannot map ", path, ": ", std::strerror(error));
    *tensor = give(at::from_blob(static_cast<char*>(base) + (offset - start), at::IntArrayRef(sizes, rank),
                                 [base, mapped](void*) { munmap(base, mapped); }, at::TensorOptions().dtype(type)));
  });
#endif
}

int calque_tensor_information(void* handle, calque_tensor_info* information) {
  return guarded([&] {
    *information = calque_tensor_info{};
    if (!handle) return;
    at::Tensor tensor = borrow(handle);
    TORCH_CHECK(tensor.dim() <= CALQUE_MAXIMUM_RANK, "a tensor of ", tensor.dim(), " axes; at most 8 are handled");
    information->data = tensor.has_storage() ? tensor.data_ptr() : nullptr;
    information->elements = tensor.numel();
    information->data_type = static_cast<int32_t>(tensor.scalar_type());
    information->rank = static_cast<int32_t>(tensor.dim());
    information->device_type = static_cast<int32_t>(tensor.device().type());
    information->device_index = tensor.device().index();
    information->requires_gradient = tensor.requires_grad();
    information->is_leaf = tensor.is_leaf();
    information->is_contiguous = tensor.is_contiguous();
    for (int64_t i = 0; i < tensor.dim(); i++) {
      information->sizes[i] = tensor.size(i);
      information->strides[i] = tensor.stride(i);
    }
  });
}

int calque_tensor_retain(void* tensor, void** other) {
  return guarded([&] { *other = give(borrow(tensor)); });
}

void calque_tensor_release(void* const* tensors, int32_t count) {
  guarded([&] {
    for (int32_t i = 0; i < count; i++) release(tensors[i]);
  });
}
