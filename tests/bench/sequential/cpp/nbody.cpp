// Hand-written counterpart of nbody.aria: same algorithm, same containers and checks.
#include <aria/prelude.hpp>
#include <cmath>

namespace {
constexpr double kDays = 365.24;
constexpr double kSolarMass = 39.47841760435743;

struct Body {
  double x, y, z, vx, vy, vz, mass;
};

aria::Array<Body> planets() {
  return {{0, 0, 0, 0, 0, 0, kSolarMass},
          {4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694 * kDays,
           0.00769901118419740425 * kDays, -0.0000690460016972063023 * kDays, 0.000954791938424326609 * kSolarMass},
          {8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411 * kDays,
           0.00499852801234917238 * kDays, 0.0000230417297573763929 * kDays, 0.000285885980666130812 * kSolarMass},
          {12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 0.00296460137564761618 * kDays,
           0.00237847173959480950 * kDays, -0.0000296589568540237556 * kDays, 0.0000436624404335156298 * kSolarMass},
          {15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.00268067772490389322 * kDays,
           0.00162824170038242295 * kDays, -0.0000951592254519715870 * kDays, 0.0000515138902046611451 * kSolarMass}};
}

void offset_momentum(aria::Array<Body>& bodies) {
  double px = 0, py = 0, pz = 0;
  for (const Body& b : bodies) {
    px += b.vx * b.mass;
    py += b.vy * b.mass;
    pz += b.vz * b.mass;
  }
  bodies[0].vx = -px / kSolarMass;
  bodies[0].vy = -py / kSolarMass;
  bodies[0].vz = -pz / kSolarMass;
}

double energy(const aria::Array<Body>& bodies) {
  double e = 0;
  for (aria::Int i = 0; i < bodies.len(); ++i) {
    const Body& b = bodies[i];
    e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz);
    for (aria::Int j = i + 1; j < bodies.len(); ++j) {
      const Body& c = bodies[j];
      double dx = b.x - c.x, dy = b.y - c.y, dz = b.z - c.z;
      e -= b.mass * c.mass / std::sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

void advance(aria::Array<Body>& bodies, double dt) {
  const aria::Int n = bodies.len();
  for (aria::Int i = 0; i < n; ++i) {
    for (aria::Int j = i + 1; j < n; ++j) {
      double dx = bodies[i].x - bodies[j].x;
      double dy = bodies[i].y - bodies[j].y;
      double dz = bodies[i].z - bodies[j].z;
      double d2 = dx * dx + dy * dy + dz * dz;
      double mag = dt / (d2 * std::sqrt(d2));
      double mi = bodies[i].mass * mag;
      double mj = bodies[j].mass * mag;
      bodies[i].vx -= dx * mj;
      bodies[i].vy -= dy * mj;
      bodies[i].vz -= dz * mj;
      bodies[j].vx += dx * mi;
      bodies[j].vy += dy * mi;
      bodies[j].vz += dz * mi;
    }
  }
  for (Body& b : bodies) {
    b.x += dt * b.vx;
    b.y += dt * b.vy;
    b.z += dt * b.vz;
  }
}
}  // namespace

int main(int argc, char** argv) {
  const long steps = argc > 1 ? std::atol(argv[1]) : 2000000;
  aria::Array<Body> bodies = planets();
  offset_momentum(bodies);
  std::printf("%.9f\n", energy(bodies));
  for (long i = 0; i < steps; ++i) advance(bodies, 0.01);
  std::printf("%.9f\n", energy(bodies));
}
