// Processes that train together: c10d's process group with Gloo. Built where gloo's headers are.
#include "support.h"

using namespace calque;

#if defined(CALQUE_WITH_GLOO)
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace {

using Group = c10::intrusive_ptr<c10d::ProcessGroupGloo>;
using Work = c10::intrusive_ptr<c10d::Work>;

}  // namespace

int calque_group_create(const char* store, const char* host, int32_t port, int32_t rank, int32_t size, int32_t timeout_milliseconds,
                        void** group) {
  return guarded([&] {
    auto timeout = std::chrono::milliseconds(timeout_milliseconds);
    c10::intrusive_ptr<c10d::Store> rendezvous;
    if (store) {
      // A file needs no open port; c10d's server for the other way listens on every interface.
      rendezvous = c10::make_intrusive<c10d::FileStore>(store, size);
    } else {
      c10d::TCPStoreOptions options;
      options.port = static_cast<uint16_t>(port);
      options.isServer = rank == 0;
      options.numWorkers = size;
      options.timeout = timeout;
      rendezvous = c10::make_intrusive<c10d::TCPStore>(host, options);
    }
    rendezvous->setTimeout(timeout);
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(store ? "127.0.0.1" : host));
    options->threads = 1;
    *group = new Group(c10::make_intrusive<c10d::ProcessGroupGloo>(rendezvous, rank, size, options));
  });
}

void calque_group_release(void* group) {
  guarded([&] { delete static_cast<Group*>(group); });
}

int calque_group_all_reduce(void* group, void* tensor, void** work) {
  return guarded([&] {
    std::vector<at::Tensor> tensors{borrow(tensor)};
    *work = new Work((*static_cast<Group*>(group))->allreduce(tensors, c10d::AllreduceOptions()));
  });
}

int calque_group_broadcast(void* group, void* tensor, int32_t root, void** work) {
  return guarded([&] {
    std::vector<at::Tensor> tensors{borrow(tensor)};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    *work = new Work((*static_cast<Group*>(group))->broadcast(tensors, options));
  });
}

int calque_work_wait(void* work) {
  return guarded([&] {
    std::unique_ptr<Work> held(static_cast<Work*>(work));
    (*held)->wait();
  });
}

#else

static int missing() { return fail(CALQUE_BAD_ARGUMENT, "this library was built without gloo's headers, so without process groups"); }

int calque_group_create(const char*, const char*, int32_t, int32_t, int32_t, int32_t, void**) { return missing(); }
void calque_group_release(void*) {}
int calque_group_all_reduce(void*, void*, void**) { return missing(); }
int calque_group_broadcast(void*, void*, int32_t, void**) { return missing(); }
int calque_work_wait(void*) { return missing(); }

#endif
