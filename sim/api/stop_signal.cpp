#include "api/stop_signal.hpp"

namespace hegemon {

StopSignal::StopSignal() : flag_(std::make_unique<Flag>()) {}
StopSignal::~StopSignal() = default;

void StopSignal::request() noexcept { flag_->value.request(); }
bool StopSignal::requested() const noexcept { return flag_->value.requested(); }

}  // namespace hegemon
