/* The C ABI between Calque.Neural and libtorch. Everything here is plain C: handles, numbers and lengths.
 *
 * Every function that can fail returns a status (enum calque_status); the text of the last failure on the calling thread is
 * read with calque_last_error. No exception leaves the library.
 *
 * A tensor handle is a TensorImpl* that owns one reference; the caller gives it back with calque_tensor_release. A null handle
 * is an undefined tensor ("None").
 */
#ifndef CALQUE_TORCH_H
#define CALQUE_TORCH_H
#include <stdint.h>

#define CALQUE_ABI_VERSION 1

#if defined(_WIN32)
#define CALQUE_EXPORT __declspec(dllexport)
#else
#define CALQUE_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum calque_status { CALQUE_OK = 0, CALQUE_TORCH_ERROR = 1, CALQUE_STD_ERROR = 2, CALQUE_UNKNOWN_ERROR = 3, CALQUE_BAD_ARGUMENT = 4 };

/* What a calque_value holds. Data types, layouts and memory formats travel as CALQUE_INT. */
enum calque_tag {
  CALQUE_NONE = 0,
  CALQUE_TENSOR = 1,   /* pointer: handle */
  CALQUE_INT = 2,      /* integer */
  CALQUE_DOUBLE = 3,   /* real */
  CALQUE_BOOL = 4,     /* integer, 0 or 1 */
  CALQUE_INTS = 5,     /* pointer: int64_t[count] */
  CALQUE_TENSORS = 6,  /* pointer: handles[count]; null handles where the operator takes optional tensors */
  CALQUE_STRING = 7,   /* pointer: UTF-8 bytes, count of them */
  CALQUE_DOUBLES = 8,  /* pointer: double[count] */
  CALQUE_DEVICE = 9,   /* integer: type * 256 + index + 1 (0 in the lower byte: the current device of that type) */
  CALQUE_DEFAULT = 10  /* the schema's default */
};

typedef struct {
  int32_t tag;
  int32_t count;
  union { void* pointer; int64_t integer; double real; } value;
} calque_value; /* 16 bytes */

enum { CALQUE_MAXIMUM_RANK = 8 };

typedef struct {
  void* data;                          /* null for an undefined tensor or one without storage */
  int64_t elements;
  int32_t data_type, rank;
  int32_t device_type, device_index;   /* c10::DeviceType; -1: the current one */
  int32_t requires_gradient, is_leaf, is_contiguous, reserved;
  int64_t sizes[CALQUE_MAXIMUM_RANK], strides[CALQUE_MAXIMUM_RANK];
} calque_tensor_info;

/* the library itself */
CALQUE_EXPORT int32_t calque_abi_version(void);
CALQUE_EXPORT int64_t calque_last_error(char* text, int64_t capacity);           /* returns the whole length in bytes */
CALQUE_EXPORT int64_t calque_torch_version(char* text, int64_t capacity);
CALQUE_EXPORT int64_t calque_build_settings(char* text, int64_t capacity);
CALQUE_EXPORT int64_t calque_live_handles(void);                                 /* tensor handles given out and not released */
CALQUE_EXPORT int32_t calque_capabilities(void);                                 /* bit 0: process groups; bit 1: a CUDA device is there */

/* operators */
CALQUE_EXPORT int calque_operator_find(const char* name, const char* overload, void** found);
CALQUE_EXPORT int calque_operator_schema(void* found, char* text, int64_t capacity, int64_t* length);
CALQUE_EXPORT int calque_operator_exists(const char* name, const char* overload, int32_t* exists);
CALQUE_EXPORT int calque_operator_call(void* found, const calque_value* arguments, int32_t count,
                                       calque_value* results, int32_t capacity, int32_t* result_count);
CALQUE_EXPORT void calque_list_free(void* list);                                 /* frees a list among the results; its tensors stay */

/* tensors */
CALQUE_EXPORT int calque_tensor_from_host(const void* data, int32_t data_type, const int64_t* sizes, int32_t rank, void** tensor); /* copies; null: not set */
CALQUE_EXPORT int calque_tensor_from_file(const char* path, int64_t offset, int32_t data_type, const int64_t* sizes, int32_t rank, void** tensor);
CALQUE_EXPORT int calque_tensor_information(void* tensor, calque_tensor_info* information);
CALQUE_EXPORT int calque_tensor_retain(void* tensor, void** other);
CALQUE_EXPORT void calque_tensor_release(void* const* tensors, int32_t count);

/* gradients */
CALQUE_EXPORT int calque_set_requires_gradient(void* tensor, int32_t on);
CALQUE_EXPORT int calque_gradient(void* tensor, void** gradient);
CALQUE_EXPORT int calque_set_gradient(void* tensor, void* gradient);             /* null removes it */
CALQUE_EXPORT int32_t calque_gradient_mode(int32_t on);                          /* of this thread; returns what it was */
CALQUE_EXPORT int calque_backward(void* const* tensors, void* const* gradients, int32_t count, int32_t retain_graph);
CALQUE_EXPORT int calque_gradients_of(void* const* outputs, void* const* output_gradients, int32_t output_count,
                                      void* const* inputs, int32_t input_count, int32_t retain_graph, int32_t create_graph,
                                      int32_t allow_unused, void** gradients);
CALQUE_EXPORT int calque_gradient_hook(void* leaf, void (*callback)(void*, int64_t), void* context, int64_t id, void** hook);
CALQUE_EXPORT void calque_gradient_hook_release(void* hook);
CALQUE_EXPORT int calque_autocast(int32_t device_type, int32_t data_type);       /* of this thread; -1 switches it off and empties its cache */

/* settings of the process */
CALQUE_EXPORT int calque_set_threads(int32_t count);
CALQUE_EXPORT int32_t calque_threads(void);
CALQUE_EXPORT int calque_flush_denormals(int32_t on);
CALQUE_EXPORT int calque_return_memory(void);                                    /* gives free heap pages back to the system */
CALQUE_EXPORT int calque_synchronize(int32_t device_index);                      /* waits for a CUDA device; nothing without one */

/* processes that train together (c10d with Gloo); status CALQUE_BAD_ARGUMENT where the library was built without */
CALQUE_EXPORT int calque_group_create(const char* store, const char* host, int32_t port, int32_t rank, int32_t size,
                                      int32_t timeout_milliseconds, void** group); /* store: a file for one machine, or null: host and port */
CALQUE_EXPORT void calque_group_release(void* group);
CALQUE_EXPORT int calque_group_all_reduce(void* group, void* tensor, void** work);  /* sums in place */
CALQUE_EXPORT int calque_group_broadcast(void* group, void* tensor, int32_t root, void** work);
CALQUE_EXPORT int calque_work_wait(void* work);                                  /* also frees it */

#ifdef __cplusplus
}
#endif
#endif
