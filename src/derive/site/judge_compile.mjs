// 把 zip 里的 Python 源码编译成 Pyodide 的字节码：读者的浏览器就不必编译，开始得快几倍。
//
// 用法：node judge_compile.mjs Pyodide 的文件夹 源码.zip 结果.zip；结果里只有 .pyc，别的文件原样。

import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [folder, source, result] = process.argv.slice(2)
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`))
// 固定散列的种子：同样的源码，编译出的每个字节都相同
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0", HOME: "/" } })
python.FS.writeFile("/source.zip", readFileSync(source))
python.runPython(`
import warnings
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

warnings.simplefilter("ignore", SyntaxWarning)
with ZipFile("/source.zip") as given, ZipFile("/result.zip", "w") as made:
    for entry in given.infolist():
        content = given.read(entry)
        name = entry.filename
        if name.endswith(".py"):
            code = compile(content, name, "exec", dont_inherit=True)
            content = bytes(_code_to_hash_pyc(code, source_hash(content), False))
            name += "c"
        made.writestr(ZipInfo(name, entry.date_time), content, ZIP_DEFLATED, 9)
`)
writeFileSync(result, python.FS.readFile("/result.zip"))
