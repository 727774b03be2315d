// mkdocs serve 时接在 Material 的脚本后面：同一个地址上若看过构建好的网站，就撤下它登记的。
navigator.serviceWorker?.getRegistrations().then((found) => found.forEach((one) => one.unregister()))
