/** Draws every kind's shape with its outline in WebGL: a distance from the outline, worked out for each pixel. */
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

import type { Shape } from "../../kinds";

/** Numbers by which the shader knows the shapes. */
const NUMBERS: Readonly<Record<Shape, number>> = {
  circle: 0,
  square: 1,
  diamond: 2,
  triangle: 3,
  pentagon: 4,
  hexagon: 5,
  cross: 6,
  star: 7,
};

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_place;
varying float v_shape;
varying float v_pixel;
const float bias = 255.0 / 254.0;

void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  gl_Position = vec4((u_matrix * vec3(a_position + a_corner * radius, 1)).xy, 0, 1);
  v_place = a_corner;
  v_shape = a_shape;
  v_pixel = 2.0 * u_correctionRatio / radius;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_place;
varying float v_shape;
varying float v_pixel;
uniform vec4 u_edge;
const float TURN = 6.2831853;

float polygon(vec2 place, float corners, float turned) {
  float part = TURN / corners;
  float angle = atan(place.x, place.y) + turned * part / 2.0;
  return length(place) * cos(mod(angle + part / 2.0, part) - part / 2.0) - cos(part / 2.0);
}

float star(vec2 place) {
  float part = TURN / 5.0;
  float angle = abs(mod(atan(place.x, place.y) + part / 2.0, part) - part / 2.0);
  vec2 folded = length(place) * vec2(sin(angle), cos(angle));
  vec2 tip = vec2(0.0, 1.0);
  vec2 inner = 0.45 * vec2(sin(part / 2.0), cos(part / 2.0));
  vec2 side = inner - tip;
  vec2 outwards = normalize(vec2(-side.y, side.x));
  return dot(folded - tip, outwards);
}

float distanceOf(vec2 place) {
  if (v_shape < 0.5) return length(place) - 0.88;
  if (v_shape < 1.5) return polygon(place, 4.0, 0.0) - 0.05;
  if (v_shape < 2.5) return polygon(place, 4.0, 1.0);
  if (v_shape < 3.5) return polygon(place, 3.0, 1.0);
  if (v_shape < 4.5) return polygon(place, 5.0, 1.0);
  if (v_shape < 5.5) return polygon(place, 6.0, 0.0);
  vec2 there = abs(place);
  if (v_shape < 6.5) return min(max(there.x - 0.33, there.y - 0.92), max(there.y - 0.33, there.x - 0.92));
  return star(place);
}

void main(void) {
  float away = distanceOf(v_place);
  #ifdef PICKING_MODE
  gl_FragColor = away > 0.0 ? vec4(0.0) : v_color;
  #else
  vec4 inside = mix(v_color, u_edge, smoothstep(-2.0 * v_pixel, -v_pixel, away));
  gl_FragColor = mix(inside, vec4(0.0), smoothstep(-v_pixel, 0.0, away));
  #endif
}
`;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_edge"] as const;

let edge: readonly [number, number, number] = [0, 0, 0];

/** Set the colour of the outlines, #rrggbb; what is drawn next has it. */
export function outline(colour: string): void {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  edge = [red, green, blue];
}

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    const { FLOAT, TRIANGLES, UNSIGNED_BYTE } = WebGLRenderingContext;
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES as 4,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_shape", size: 1, type: FLOAT },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, -1],
        [1, 1],
        [-1, 1],
      ],
    };
  }

  processVisibleItem(index: number, start: number, data: NodeDisplayData & { shape?: Shape }) {
    this.array.set([data.x, data.y, data.size, floatColor(data.color), index, NUMBERS[data.shape ?? "circle"]], start);
  }

  setUniforms({ correctionRatio, sizeRatio, matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo) {
    const places = uniformLocations as Record<(typeof UNIFORMS)[number], WebGLUniformLocation>;
    gl.uniform1f(places.u_correctionRatio, correctionRatio);
    gl.uniform1f(places.u_sizeRatio, sizeRatio);
    gl.uniformMatrix3fv(places.u_matrix, false, matrix);
    gl.uniform4f(places.u_edge, ...edge, 1);
  }
}
