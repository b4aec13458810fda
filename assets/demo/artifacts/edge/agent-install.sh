<!DOCTYPE html>
<html lang="en">
<head><title>Sign in to your account</title></head>
<body><h1>Sign in</h1><p>You need permission to see agent-install.sh.</p></body>
</html>
