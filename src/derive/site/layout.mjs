// 给图的方框与箭头排位置：标准输入是一列请求（Graphviz 的图），标准输出是一列同样长的回答
// （Graphviz 的 json0）。只要位置，不要它画。
// 用法：node layout.mjs <node_modules 文件夹>

import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const require = createRequire(join(process.argv[2], "layout.cjs"));
const viz = await require("@viz-js/viz").instance();

const answers = JSON.parse(await text(process.stdin)).map(graph => {
  const { status, output, errors } = viz.render(graph, { format: "json0", engine: "dot" });
  if (status !== "success") throw new Error(errors.map(error => error.message).join("\n"));
  return JSON.parse(output);
});
process.stdout.write(JSON.stringify(answers));
