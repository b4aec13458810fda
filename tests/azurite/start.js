// Azurite's blob service, which ends when the tests that started it are gone.
process.stdin.on("end", () => process.exit(0)).resume();
require("azurite/dist/src/blob/main");
