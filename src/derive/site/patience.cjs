// 给 npm 用：连接十秒不成，就当作连不上。npm 的 fetch-timeout 从连上之后才算起，
// 防火墙丢包的时候，要等系统自己放弃，一次两分多钟。
// 用法：node --require patience.cjs npm-cli.js …

const { Socket } = require("node:net");

const PATIENCE = 10_000;
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...address) {
  const timer = setTimeout(() => {
    this.destroy(Object.assign(new Error("connect ETIMEDOUT"), { code: "ETIMEDOUT" }));
  }, PATIENCE);
  for (const event of ["connect", "close"]) this.once(event, () => clearTimeout(timer));
  return connect.apply(this, address);
};
