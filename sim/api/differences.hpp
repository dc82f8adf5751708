#pragma once
/// Mismatches of storage as the public face tells them.
#include <hegemon/verification.hpp>

#include "storage/mismatch.hpp"

namespace hegemon {

FileDifference to_public(const Mismatch& mismatch);

}  // namespace hegemon
