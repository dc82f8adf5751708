#include "parallel/executor.hpp"

namespace hegemon {
namespace {

class SerialExecutor final : public Executor {
public:
    [[nodiscard]] int threads() const override { return 1; }

    void for_each(std::size_t count, const Task& task) override {
        for (std::size_t index = 0; index < count; ++index) task(index, 0);
    }
};

}  // namespace

std::unique_ptr<Executor> make_serial_executor() { return std::make_unique<SerialExecutor>(); }

}  // namespace hegemon
