/* SPDX-License-Identifier: Apache-2.0
 * exp, Phi, tanh and log against libm in double, through the kernels that use them. The tolerances count
 * roundings: half of TT_EPS for each operation on the way to the result whose error reaches it undamped. */
#include "check.h"
#include "kernels/kernels.h"

enum { POINTS = 200000 };

/* The largest error of f over [low, high] in units of TT_EPS: relative, or absolute where it is below `floor`. */
static double worst(void (*f)(real *y, const real *x, int n), double (*exact)(double), double low, double high,
                    double floor) {
    double most = 0;
    for (int i = 0; i < POINTS; i += 4) {
        real x[4], y[4];
        for (int j = 0; j < 4; j++) x[j] = (real)(low + (high - low) * (i + j) / (POINTS - 1));
        f(y, x, 4);
        for (int j = 0; j < 4; j++) {
            double want = exact(x[j]), off = fabs(y[j] - want) / fmax(fabs(want), floor);
            if (!(off <= most)) most = off; /* a NaN stays */
        }
    }
    return most / TT_EPS;
}

static void f_exp(real *y, const real *x, int n) { tt_kernels_simd.softmax_again(y, x, 1, 0, n); }
static void f_gelu(real *y, const real *x, int n) { tt_kernels_simd.activations[TT_GELU].forward(y, x, n); }
static void f_phi(real *y, const real *x, int n) {
    tt_kernels_simd.activations[TT_GELU].forward(y, x, n);
    for (int i = 0; i < n; i++) y[i] /= x[i];
}
static void f_tanh(real *y, const real *x, int n) { tt_kernels_simd.tanh_forward(y, x, n); }
static void f_log(real *y, const real *x, int n) {
    for (int i = 0; i < n; i++) y[i] = tt_log(x[i]);
}
static void f_slope(real *y, const real *x, int n) {
    const real ones[4] = {1, 1, 1, 1};
    real again[4];
    tt_kernels_simd.activations[TT_GELU].backward(y, again, ones, x, n);
}

static void f_gelu_tanh(real *y, const real *x, int n) { tt_kernels_simd.activations[TT_GELU_TANH].forward(y, x, n); }
static void f_slope_tanh(real *y, const real *x, int n) {
    const real ones[4] = {1, 1, 1, 1};
    real again[4];
    tt_kernels_simd.activations[TT_GELU_TANH].backward(y, again, ones, x, n);
}

static double phi(double x) { return 0.5 * (1 + erf(x * 0.70710678118654752440)); }
static double gelu(double x) { return x * phi(x); }
static double gelu_slope(double x) { return phi(x) + x * 0.39894228040143267794 * exp(-0.5 * x * x); }

/* In forms that cancel nothing: the checks of the double build compare with these. */
static double inner(double x) { return sqrt(2 / 3.14159265358979323846) * (x + 0.044715 * x * x * x); }
static double gelu_tanh(double x) { return x / (1 + exp(-2 * inner(x))); }
static double gelu_tanh_slope(double x) {
    const double u = inner(x), slope = sqrt(2 / 3.14159265358979323846) * (1 + 3 * 0.044715 * x * x);
    return 1 / (1 + exp(-2 * u)) + 0.5 * x / (cosh(u) * cosh(u)) * slope;
}

static void check(const char *name, void (*f)(real *, const real *, int), double (*exact)(double), double low,
                  double high, double floor) {
    double most = worst(f, exact, low, high, floor);
    if (!(most <= 2)) printf("%s in [%g, %g]: off by %.3g eps\n", name, low, high, most);
    CHECK(most <= 2);
}

/* A NaN of either sign stays one in every lane and in the tail, and leaves its neighbours alone. */
static void check_not_a_number(const tt_kernels *kernels) {
    const real signs[] = {(real)NAN, (real)-NAN, (real)copysign(NAN, -1)};
    real x[7], y[7], again[7], ones[7];
    for (int i = 0; i < 7; i++) ones[i] = 1;
    for (int s = 0; s < 3; s++) {
        for (int n = 1; n <= 7; n++) {
            for (int at = 0; at < n; at++) {
                int wrong = 0;
                for (int i = 0; i < n; i++) x[i] = i == at ? signs[s] : (real)0.25;
                kernels->softmax_again(y, x, 1, 0, n);
                for (int i = 0; i < n; i++) wrong += isnan(y[i]) != (i == at);
                kernels->tanh_forward(y, x, n);
                for (int i = 0; i < n; i++) wrong += isnan(y[i]) != (i == at);
                kernels->activations[TT_GELU].forward(y, x, n);
                for (int i = 0; i < n; i++) wrong += isnan(y[i]) != (i == at);
                kernels->activations[TT_GELU].backward(y, again, ones, x, n);
                for (int i = 0; i < n; i++) wrong += isnan(y[i]) != (i == at) || isnan(again[i]) != (i == at);
                for (int f = TT_GELU_TANH; f < TT_ACTIVATIONS; f++) {
                    kernels->activations[f].forward(y, x, n);
                    for (int i = 0; i < n; i++) wrong += isnan(y[i]) != (i == at);
                    kernels->activations[f].backward(y, again, ones, x, n);
                    for (int i = 0; i < n; i++) wrong += isnan(again[i]) != (i == at);
                }
                wrong += !isnan(kernels->softmax(y, x, 1, n));
                CHECK(wrong == 0);
            }
        }
    }
    CHECK(isnan(tt_log((real)NAN)));
}

int main(void) {
    /* exp: the reduced argument and the last sum round, half an eps each; the polynomial's error is below. */
    check("exp", f_exp, exp, -87, 88, 0);
    check("exp", f_exp, exp, -1, 1, 0);
    /* tanh: exp's error halved by 1 - 2 / (exp(2x) + 1), a quotient, a difference; below 0.625 two roundings. */
    check("tanh", f_tanh, tanh, -20, 20, 1e-3);
    check("tanh", f_tanh, tanh, 1e-4, 1, 0);
    /* log: the quotient s, then s p + 2 s: four roundings, none magnified, also next to 1 where log x is small. */
    check("log", f_log, log, 1e-4, 2, 0);
    check("log", f_log, log, 2, 1e9, 0);
    /* GELU: Phi is right to an eps of 1, not of itself. */
    check("gelu", f_gelu, gelu, 1e-3, 8, 0);
    check("Phi", f_phi, phi, -8, 8, 1);
    check("gelu'", f_slope, gelu_slope, -8, 8, 1);

    /* The form with tanh: the exponent, up to 5 where it matters, rounds four times. */
    check("gelu with tanh", f_gelu_tanh, gelu_tanh, -8, 8, 1);
    check("gelu' with tanh", f_slope_tanh, gelu_tanh_slope, -8, 8, 1);

    /* The ends: nothing overflows, and a NaN stays one. */
    real y[4], ends[4] = {-1e30f, 1e30f, 0, (real)NAN};
    f_exp(y, ends, 4);
    CHECK(y[0] >= 0 && y[0] < 1e-37f);
    CHECK(isfinite(y[1]) || sizeof(real) == sizeof(double));
    CHECK(y[2] == 1);
    CHECK(isnan(y[3]));
    f_tanh(y, ends, 4);
    CHECK(y[0] == -1 && y[1] == 1 && y[2] == 0 && isnan(y[3]));
    f_gelu(y, ends, 4);
    CHECK(y[0] == 0 && y[1] == ends[1] && y[2] == 0 && isnan(y[3]));
    f_gelu_tanh(y, ends, 4);
    CHECK_NEAR(y[0], 0, 1e-7, "exp is held at -87");
    CHECK(y[1] == ends[1] && y[2] == 0 && isnan(y[3]));
    f_slope_tanh(y, ends, 4);
    CHECK_NEAR(y[0], 0, 1e-5, "exp is held at -87");
    CHECK_NEAR(y[1], 1, 1e-5, "the same");
    CHECK(y[2] == (real)0.5 && isnan(y[3]));
    check_not_a_number(&tt_kernels_ref);
    check_not_a_number(&tt_kernels_simd);
    return check_end("vmath");
}
