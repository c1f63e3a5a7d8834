// calque::dropout: dropout whose mask hangs on (seed, step, layer) and the element's place alone.
//
// Philox4x32-10 (Salmon et al. 2011) gives eight numbers of 16 bits a block; an element is dropped where its number lies below
// round(probability * 65536). The mask is not stored: the backward pass draws it again. `offset` is the place of the first element
// in the whole batch, so a batch split over processes has the mask of the whole.
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <cmath>

#include "multiversion.h"
#include "support.h"

namespace {

constexpr int Lanes = 16;               // blocks drawn side by side, so that a compiler can use whole registers
constexpr int64_t Chunk = Lanes * 8;    // elements that they decide

struct Key {
  uint32_t seed_low, seed_high, step, layer;
};

CALQUE_MULTIVERSION void draw(uint64_t block, const Key key, uint16_t* numbers) {
  uint32_t c0[Lanes], c1[Lanes], c2[Lanes], c3[Lanes];
  for (int i = 0; i < Lanes; i++) {
    c0[i] = static_cast<uint32_t>(block + i);
    c1[i] = static_cast<uint32_t>((block + i) >> 32);
    c2[i] = key.step;
    c3[i] = key.layer;
  }
  uint32_t k0 = key.seed_low, k1 = key.seed_high;
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < Lanes; i++) {
      uint64_t a = static_cast<uint64_t>(c0[i]) * 0xD2511F53u, b = static_cast<uint64_t>(c2[i]) * 0xCD9E8D57u;
      uint32_t n0 = static_cast<uint32_t>(b >> 32) ^ c1[i] ^ k0, n2 = static_cast<uint32_t>(a >> 32) ^ c3[i] ^ k1;
      c1[i] = static_cast<uint32_t>(b);
      c3[i] = static_cast<uint32_t>(a);
      c0[i] = n0;
      c2[i] = n2;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  for (int i = 0; i < Lanes; i++) {
    numbers[i] = static_cast<uint16_t>(c0[i]);
    numbers[Lanes + i] = static_cast<uint16_t>(c0[i] >> 16);
    numbers[2 * Lanes + i] = static_cast<uint16_t>(c1[i]);
    numbers[3 * Lanes + i] = static_cast<uint16_t>(c1[i] >> 16);
    numbers[4 * Lanes + i] = static_cast<uint16_t>(c2[i]);
    numbers[5 * Lanes + i] = static_cast<uint16_t>(c2[i] >> 16);
    numbers[6 * Lanes + i] = static_cast<uint16_t>(c3[i]);
    numbers[7 * Lanes + i] = static_cast<uint16_t>(c3[i] >> 16);
  }
}

CALQUE_MULTIVERSION void scale_whole(const float* x, float* y, const uint16_t* numbers, uint32_t threshold, float scale) {
  for (int64_t i = 0; i < Chunk; i++) y[i] = x[i] * (numbers[i] >= threshold ? scale : 0.0f);
}

template <typename T>
void apply(const T* x, T* y, int64_t begin, int64_t end, int64_t offset, const Key& key, uint32_t threshold, float scale) {
  uint16_t numbers[Chunk];
  int64_t place = begin + offset, last = end + offset;
  while (place < last) {
    int64_t chunk = place / Chunk, within = place - chunk * Chunk, count = std::min(Chunk - within, last - place);
    draw(static_cast<uint64_t>(chunk) * Lanes, key, numbers);
    const T* from = x + (place - offset);
    T* to = y + (place - offset);
    if constexpr (std::is_same_v<T, float>) {
      if (count == Chunk) {
        scale_whole(from, to, numbers, threshold, scale);
        place += count;
        continue;
      }
    }
    for (int64_t i = 0; i < count; i++) {
      to[i] = static_cast<T>(static_cast<float>(from[i]) * (numbers[within + i] >= threshold ? scale : 0.0f));
    }
    place += count;
  }
}

at::Tensor masked(const at::Tensor& input, double probability, int64_t seed, int64_t step, int64_t layer, int64_t offset) {
  uint32_t threshold = static_cast<uint32_t>(std::lround(probability * 65536));
  if (threshold == 0) return input;
  at::Tensor x = input.contiguous(), y = at::empty_like(x);
  float scale = threshold >= 65536 ? 0.0f : static_cast<float>(65536.0 / (65536 - threshold));
  Key key{static_cast<uint32_t>(seed), static_cast<uint32_t>(static_cast<uint64_t>(seed) >> 32), static_cast<uint32_t>(step),
          static_cast<uint32_t>(layer)};
  at::parallel_for(0, x.numel(), 32768, [&](int64_t begin, int64_t end) {
    if (x.scalar_type() == at::kFloat) {
      apply(x.data_ptr<float>(), y.data_ptr<float>(), begin, end, offset, key, threshold, scale);
    } else {
      apply(x.data_ptr<at::BFloat16>(), y.data_ptr<at::BFloat16>(), begin, end, offset, key, threshold, scale);
    }
  });
  return y;
}

at::Tensor dropout_cpu(const at::Tensor& input, double probability, int64_t seed, int64_t step, int64_t layer, int64_t offset) {
  TORCH_CHECK(probability >= 0 && probability <= 1, "dropout takes a probability from 0 to 1, not ", probability);
  TORCH_CHECK(offset >= 0, "dropout takes an offset of 0 or more, not ", offset);
  TORCH_CHECK(input.scalar_type() == at::kFloat || input.scalar_type() == at::kBFloat16, "dropout takes float32 or bfloat16, not ",
              input.scalar_type());
  return masked(input, probability, seed, step, layer, offset);
}

// Where the loop above does not reach (CUDA): the device's own counter-based generator, keyed by the same numbers. The mask is drawn in float32
// whatever the input's type is, so that forward, backward and a layer that runs again have the same one; it is another than the processor's.
at::Tensor dropout_drawn(const at::Tensor& input, double probability, int64_t seed, int64_t step, int64_t layer, int64_t offset) {
  TORCH_CHECK(probability >= 0 && probability <= 1, "dropout takes a probability from 0 to 1, not ", probability);
  TORCH_CHECK(offset == 0, "dropout of a part of a batch is not drawn on this device");
  if (probability == 0) return input;
  // splitmix64 over the three, one after another.
  uint64_t mixed = 0;
  for (int64_t part : {seed, step, layer}) {
    mixed += static_cast<uint64_t>(part) + 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    mixed ^= mixed >> 31;
  }
  at::Generator generator = at::globalContext().defaultGenerator(input.device()).clone();
  generator.set_current_seed(mixed);
  at::Tensor kept = at::empty(input.sizes(), input.options().dtype(at::kFloat)).bernoulli_(1 - probability, generator);
  // The factor is a number of its own: in the mask a shorter type would round it.
  return (input * kept.to(input.scalar_type())) * (probability < 1 ? 1 / (1 - probability) : 0.0);
}

at::Tensor call(const at::Tensor& input, double probability, int64_t seed, int64_t step, int64_t layer, int64_t offset) {
  static auto op = c10::Dispatcher::singleton().findSchemaOrThrow("calque::dropout", "").typed<decltype(call)>();
  return op.call(input, probability, seed, step, layer, offset);
}

struct Dropout : torch::autograd::Function<Dropout> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, double probability, int64_t seed,
                            int64_t step, int64_t layer, int64_t offset) {
    at::AutoDispatchBelowADInplaceOrView below;
    context->saved_data["probability"] = probability;
    context->saved_data["seed"] = seed;
    context->saved_data["step"] = step;
    context->saved_data["layer"] = layer;
    context->saved_data["offset"] = offset;
    return call(input, probability, seed, step, layer, offset);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
    auto& saved = context->saved_data;
    at::Tensor back = call(gradients[0], saved["probability"].toDouble(), saved["seed"].toInt(), saved["step"].toInt(),
                           saved["layer"].toInt(), saved["offset"].toInt());
    return {back, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

at::Tensor dropout_autograd(const at::Tensor& input, double probability, int64_t seed, int64_t step, int64_t layer, int64_t offset) {
  return Dropout::apply(input, probability, seed, step, layer, offset);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(calque, m) {
  m.def("dropout(Tensor input, float probability, int seed, int step, int layer, int offset=0) -> Tensor");
  m.def("dropout_drawn(Tensor input, float probability, int seed, int step, int layer, int offset=0) -> Tensor");
}

TORCH_LIBRARY_IMPL(calque, CPU, m) { m.impl("dropout", dropout_cpu); }
TORCH_LIBRARY_IMPL(calque, CUDA, m) { m.impl("dropout", dropout_drawn); }
TORCH_LIBRARY_IMPL(calque, CompositeImplicitAutograd, m) { m.impl("dropout_drawn", dropout_drawn); }
TORCH_LIBRARY_IMPL(calque, Autograd, m) { m.impl("dropout", dropout_autograd); }
