// calque::adamw_: one pass of AdamW (Loshchilov and Hutter 2019, algorithm 2) over a list of parameters.
//
// The same bits as torch.optim.AdamW's list form: the order of operations and the fused multiply-adds are those of
// _foreach_mul_, _foreach_add_ and _foreach_addcmul_/addcdiv_ on this library's CPU kernels.
#include <ATen/Parallel.h>
#include <torch/library.h>

#include <cmath>

#include "multiversion.h"
#include "support.h"

namespace {

struct Step {
  float decay, beta1, keep1, beta2, keep2, rate, root, epsilon;
};

CALQUE_MULTIVERSION void advance(float* p, const float* g, float* m, float* v, int64_t count, const Step s) {
  for (int64_t i = 0; i < count; i++) {
    float first = __builtin_fmaf(s.keep1, g[i], m[i] * s.beta1);
    float second = __builtin_fmaf(s.keep2 * g[i], g[i], v[i] * s.beta2);
    m[i] = first;
    v[i] = second;
    p[i] = p[i] * s.decay + (-s.rate * first) / (__builtin_sqrtf(second) / s.root + s.epsilon);
  }
}

void adamw_(at::TensorList parameters, at::TensorList gradients, at::TensorList first, at::TensorList second, double rate, double beta1,
            double beta2, double epsilon, double decay, int64_t step) {
  TORCH_CHECK(parameters.size() == gradients.size() && first.size() == parameters.size() && second.size() == parameters.size(),
              "adamw_ takes lists of one length");
  TORCH_CHECK(step >= 1, "adamw_ counts steps from 1");
  double correction1 = 1 - std::pow(beta1, static_cast<double>(step)), correction2 = 1 - std::pow(beta2, static_cast<double>(step));
  Step s{static_cast<float>(1 - rate * decay), static_cast<float>(beta1), static_cast<float>(1 - beta1), static_cast<float>(beta2),
         static_cast<float>(1 - beta2), static_cast<float>(rate / correction1), static_cast<float>(std::sqrt(correction2)),
         static_cast<float>(epsilon)};
  for (size_t i = 0; i < parameters.size(); i++) {
    const at::Tensor &p = parameters[i], &g = gradients[i], &m = first[i], &v = second[i];
    TORCH_CHECK(p.scalar_type() == at::kFloat && g.scalar_type() == at::kFloat && p.is_contiguous() && g.is_contiguous() &&
                    m.is_contiguous() && v.is_contiguous() && g.numel() == p.numel() && m.numel() == p.numel() && v.numel() == p.numel(),
                "adamw_ takes contiguous float32 tensors of one size; entry ", i, " is not");
    float *pp = p.data_ptr<float>(), *gp = g.data_ptr<float>(), *mp = m.data_ptr<float>(), *vp = v.data_ptr<float>();
    at::parallel_for(0, p.numel(), 32768, [&](int64_t begin, int64_t end) { advance(pp + begin, gp + begin, mp + begin, vp + begin, end - begin, s); });
    p.unsafeGetTensorImpl()->bump_version();
  }
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(calque, m) {
  m.def("adamw_(Tensor(a!)[] parameters, Tensor[] gradients, Tensor(b!)[] first, Tensor(c!)[] second, float rate, float beta1, "
        "float beta2, float epsilon, float decay, int step) -> ()");
}

TORCH_LIBRARY_IMPL(calque, CPU, m) { m.impl("adamw_", adamw_); }
